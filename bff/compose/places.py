"""What the desks need besides core and the outside (各窗口的条件): limits, keys, this city's choices."""

from dataclasses import dataclass, field

from adapters.files.printing import print_paper
from bff.compose.archives import ArchivePlaces
from bff.compose.erasing import USUAL, Keeping
from bff.compose.gateway import GatewayOutside
from bff.compose.item_versions import RuleBench
from domain.archives.ports import ArchiveSeal
from domain.clock.ports import Calendars
from domain.decisions.proposal_desk import SignProposal
from domain.findings.ports import HolderAnalysis
from domain.identity.ports import AccessTokens, Limits
from domain.identity.web_view import WebViewTickets
from domain.invitations.quiet import QuietHours
from domain.ledger.ports import Checkpoints
from domain.staff.ports import Passwords
from domain.usecases.print_application import PrintPaper


@dataclass(frozen=True, slots=True)
class Places:
    """One value for the length of a process."""

    limits: Limits
    passwords: Passwords
    tokens: AccessTokens
    web_view_tickets: WebViewTickets
    checkpoints: Checkpoints
    ledger_seal: ArchiveSeal
    sign_proposal: SignProposal
    archives: ArchivePlaces
    calendars: Calendars
    gateway: GatewayOutside
    analysis: HolderAnalysis
    public_url: str
    sms_callback_secret: str = field(repr=False)
    quiet: QuietHours | None
    in_sandbox: bool
    code_budget: int = 2000  # sign-in codes an hour
    bench: RuleBench | None = None  # the worker's
    print_paper: PrintPaper = print_paper
    keeping: Keeping = USUAL
