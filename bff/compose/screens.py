"""Builds the screen desk, of what the case desk and the wallet desk read."""

from adapters.postgres.cases import PostgresCases
from adapters.postgres.licences import PostgresLicences
from adapters.postgres.matters import PostgresMatters
from bff.compose.core import Core
from bff.desks.cases import CaseDesk
from bff.desks.screens import ScreenDesk
from bff.desks.wallet import WalletDesk
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.choose_party import ChooseParty
from domain.usecases.find_side import FindSide
from domain.usecases.read_case_screen import ReadCaseScreen
from domain.usecases.read_form_screens import ReadFormScreens
from domain.usecases.read_invitation_screen import ReadInvitationScreen
from domain.usecases.read_licence_screen import ReadLicenceScreen
from domain.usecases.read_rating_screen import ReadRatingScreen


def screen_desk(
    core: Core, cases: CaseDesk, wallet: WalletDesk, check_authority: CheckAuthority
) -> ScreenDesk:
    """The rights are those of the parts: nothing here reads what they would not."""
    kept = PostgresCases()
    side = FindSide(check_authority, PostgresMatters(), kept, PostgresLicences(core.cipher, core.digests))
    return ScreenDesk(
        choose_party=ChooseParty(cases.read_home, check_authority.find_mandates),
        read_invitation=ReadInvitationScreen(side, cases.read_invitation),
        read_case=ReadCaseScreen(side, cases.read_case, cases.read_timeline),
        read_forms=ReadFormScreens(side, cases.read_form, cases.list_forms, cases.read_invitation, kept),
        read_licence=ReadLicenceScreen(side, wallet.list_views, wallet.read_wallet),
        read_rating=ReadRatingScreen(side, cases.read_case, wallet.list_rating_tags),
    )
