"""The screen desk: what one screen of the phone shows, read at one go."""

from dataclasses import dataclass

from domain.usecases.choose_party import ChooseParty
from domain.usecases.read_case_screen import ReadCaseScreen
from domain.usecases.read_form_screens import ReadFormScreens
from domain.usecases.read_invitation_screen import ReadInvitationScreen
from domain.usecases.read_licence_screen import ReadLicenceScreen
from domain.usecases.read_rating_screen import ReadRatingScreen


@dataclass(frozen=True, slots=True)
class ScreenDesk:
    choose_party: ChooseParty
    read_invitation: ReadInvitationScreen
    read_case: ReadCaseScreen
    read_forms: ReadFormScreens
    read_licence: ReadLicenceScreen
    read_rating: ReadRatingScreen
