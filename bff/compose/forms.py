"""Builds the form desk, and the parts of forms that other desks stand on."""

from adapters.envelope.signature import sm3_hex
from adapters.postgres.addresses import PostgresAddressBook
from adapters.postgres.cases import PostgresCases
from adapters.postgres.forms import PostgresForms
from adapters.postgres.licences import PostgresLicences
from adapters.postgres.visits import PostgresSignatures
from bff.compose.core import Core
from bff.compose.ledger import require_anchor
from bff.compose.sessions import raising_alerts
from bff.desks.forms import FormDesk
from domain.catalogue.ports import Catalogue
from domain.identity.ports import Limits
from domain.licences.outside import LicenceBank
from domain.usecases.change_address import ChangeAddress
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.find_case import FindCase
from domain.usecases.find_licence import FindLicence
from domain.usecases.give_form_licence import GiveFormLicence
from domain.usecases.give_form_material import KeepFormMaterial
from domain.usecases.list_addresses import ListAddresses
from domain.usecases.read_form import ShowForm
from domain.usecases.record_steps import RecordSteps
from domain.usecases.save_address import SaveAddress
from domain.usecases.sign_own_forms import SignOwnForms


def show_form(core: Core, catalogue: Catalogue) -> ShowForm:
    """How a form is shown to whom it was found to be theirs."""
    return ShowForm(catalogue, ListAddresses(PostgresAddressBook(core.cipher)))


def keep_material(core: Core) -> KeepFormMaterial:
    forms = PostgresForms(core.cipher, core.new_id)
    return KeepFormMaterial(PostgresCases(), forms, forms, sm3_hex, core.atomic, core.now)


def form_desk(
    core: Core, bank: LicenceBank, check_authority: CheckAuthority, catalogue: Catalogue, limits: Limits
) -> FormDesk:
    addresses, cases = PostgresAddressBook(core.cipher), PostgresCases()
    forms = PostgresForms(core.cipher, core.new_id)
    return FormDesk(
        list_addresses=ListAddresses(addresses),
        save_address=SaveAddress(addresses, core.answers, core.atomic, core.now, core.new_id),
        change_address=ChangeAddress(addresses, raising_alerts(core), core.atomic),
        give_licence=GiveFormLicence(
            FindCase(check_authority, cases),
            FindLicence(check_authority, PostgresLicences(core.cipher, core.digests)),
            bank,
            forms,
            keep_material(core),
        ),
        sign_own_forms=SignOwnForms(
            limits,
            catalogue,
            check_authority,
            cases,
            forms,
            PostgresSignatures(core.new_id),
            RecordSteps(core.ledger, core.evidence),
            core.answers,
            core.atomic,
            core.digests,
            core.now,
            require_anchor(core),
        ),
    )
