"""The privacy desk, put together."""

from dataclasses import dataclass

from adapters.postgres.accesses import PostgresAccesses
from adapters.postgres.cases import PostgresCases
from adapters.postgres.staff import PostgresAccounts
from bff.compose.core import Core
from bff.desks.privacy import PrivacyDesk
from domain.catalogue.ports import Catalogue
from domain.gateway.plan import GatewayPlan
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.list_accesses import ListAccesses, ListCaseAccesses
from domain.usecases.note_access import NoteAccess


@dataclass(frozen=True, slots=True)
class PrivacyParts:
    """What the desk needs besides Core."""

    catalogue: Catalogue
    plan: GatewayPlan
    check_authority: CheckAuthority


def privacy_desk(core: Core, parts: PrivacyParts) -> PrivacyDesk:
    accesses, names, cases = PostgresAccesses(), PostgresAccounts(), PostgresCases()
    departments = {one.name: one.title for one in parts.plan.departments}
    return PrivacyDesk(
        note_access=NoteAccess(accesses, core.now, core.new_id),
        list_accesses=ListAccesses(
            parts.check_authority, accesses, names, cases, parts.catalogue, departments
        ),
        list_case_accesses=ListCaseAccesses(accesses, names, cases),
    )
