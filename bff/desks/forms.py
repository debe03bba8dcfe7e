"""The form desk: what fills a form in one tap, and what it is signed with."""

from dataclasses import dataclass

from domain.usecases.change_address import ChangeAddress
from domain.usecases.give_form_licence import GiveFormLicence
from domain.usecases.list_addresses import ListAddresses
from domain.usecases.save_address import SaveAddress
from domain.usecases.sign_own_forms import SignOwnForms


@dataclass(frozen=True, slots=True)
class FormDesk:
    list_addresses: ListAddresses
    save_address: SaveAddress
    change_address: ChangeAddress
    give_licence: GiveFormLicence
    sign_own_forms: SignOwnForms
