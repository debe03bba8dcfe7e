"""Builds the staff desk."""

from adapters.postgres.staff import PostgresAccounts
from bff.compose.core import Core
from bff.desks.staff import StaffDesk
from domain.usecases.add_staff import AddStaff
from domain.usecases.add_verifier import AddVerifier
from domain.usecases.recognise_staff import RecogniseStaff
from domain.usecases.recognise_verifier import RecogniseVerifier


def staff_desk(core: Core) -> StaffDesk:
    accounts, digests = PostgresAccounts(), core.digests
    return StaffDesk(
        recognise_staff=RecogniseStaff(accounts, digests),
        recognise_verifier=RecogniseVerifier(accounts, digests),
        add_staff=AddStaff(accounts, core.ledger, digests, core.randomness, core.atomic, core.new_id),
        add_verifier=AddVerifier(accounts, core.ledger, digests, core.randomness, core.atomic, core.new_id),
    )
