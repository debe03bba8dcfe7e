"""Show a revocation (撤销) to staff, with who did what."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.cases.ports import Cases
from domain.catalogue.ports import Catalogue
from domain.decisions.checking import Revocations
from domain.decisions.revocation import ARTICLES, STATE_WORDS, Revocation, Statement
from domain.kernel.ids import RevocationId, StaffId
from domain.kernel.personal import Free
from domain.parties.ports import Parties
from domain.staff.ports import Accounts
from domain.usecases.compose_shown import called

BY_BACK_END = "审批系统"


@dataclass(frozen=True, slots=True)
class StatementView:
    """`taken_by`: empty where the person wrote it themselves."""

    words: str
    at: datetime
    nothing_to_say: bool
    taken_by: str


@dataclass(frozen=True, slots=True)
class RevocationView:
    revocation_id: UUID
    case_id: UUID
    number: str
    item_name: str
    party_name: str
    state: str
    state_text: str
    basis: str
    basis_text: str
    reasons: tuple[str, ...]
    recheck_id: UUID | None
    prepared_by: str
    prepared_at: datetime
    hear_until: date
    statement: StatementView | None
    decided_by: str
    decided_at: datetime | None
    note: str
    refused_with: str


@dataclass(frozen=True, slots=True)
class ShowRevocation:
    revocations: Revocations
    cases: Cases
    parties: Parties
    catalogue: Catalogue
    accounts: Accounts

    async def __call__(self, revocation: RevocationId) -> RevocationView:
        """Raises NotFound."""
        return await self.view(await self.revocations.by_id(revocation))

    async def view(self, revocation: Revocation) -> RevocationView:
        """Our own rows only, so it may stand inside atomic."""
        case, said = await self.cases.by_id(revocation.case), revocation.statement
        return RevocationView(
            revocation.revocation_id,
            case.case_id,
            case.number or "",
            self.catalogue.of_case(case).name,
            called(await self.parties.by_id(case.party)),
            str(revocation.state),
            STATE_WORDS[revocation.state],
            str(revocation.basis),
            ARTICLES[revocation.basis],
            tuple(one.reveal() for one in revocation.reasons),
            revocation.recheck,
            await self._name(revocation.prepared_by) or BY_BACK_END,
            revocation.prepared_at,
            revocation.hear_until,
            None if said is None else await self._said(said),
            await self._name(revocation.decided_by),
            revocation.decided_at,
            _clear(revocation.note),
            revocation.refused_with,
        )

    async def _said(self, said: Statement) -> StatementView:
        by = await self._name(said.taken_by)
        return StatementView(said.words.reveal(), said.at, said.nothing_to_say, by)

    async def _name(self, staff: StaffId | None) -> str:
        return (await self.accounts.staff_by_id(staff)).name if staff else ""


def _clear(text: Free | None) -> str:
    return text.reveal() if text is not None else ""
