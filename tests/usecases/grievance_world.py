"""The office's people and their grievance desk (差评、错证、投诉), beside a wallet on a real database."""

from dataclasses import dataclass
from itertools import count
from uuid import UUID

from adapters.files.calendar_csv import CalendarFile
from adapters.postgres.staff import PostgresAccounts
from bff.compose.core import Core
from bff.compose.grievances import GrievanceParts, grievance_desk
from bff.compose.mandates import asking_authorities, checking_authority
from bff.desks.grievances import GrievanceDesk
from domain.catalogue.ports import Catalogue
from domain.kernel.ids import GrievanceId, StaffId
from domain.kernel.ports import RequestKey
from domain.ledger.entry import Step
from domain.parties.outside import HolderRegister
from domain.staff.account import Role, StaffAccount
from domain.usecases.check_authority import CheckAuthority
from tests.fakes.registers import FakeSocialRegister
from tests.support.catalogue import shipped
from tests.support.house import NOON
from tests.usecases.case_world import ORGANISATION, RECORD

KEYS = count()


def request_key(text: str = "", *, actor: str = "staff") -> RequestKey:
    return RequestKey(actor, "probe", text or f"key-{next(KEYS)}", bytes(32))


async def colleague(core: Core, login: str, *roles: Role) -> StaffAccount:
    """Somebody with an account, as far as other use cases look at it."""
    account = StaffAccount(StaffId(core.new_id()), login, f"工作人员{login}", frozenset(roles))
    async with core.atomic():
        await PostgresAccounts().add_staff(account)
    return account


def check_authority(core: Core, register: HolderRegister | None = None) -> CheckAuthority:
    known = register or FakeSocialRegister({RECORD: ORGANISATION}, NOON)
    return checking_authority(core, asking_authorities(core, known))


@dataclass
class People:
    """`clerk` has handled nothing; whoever handles a case does so by `handles`."""

    core: Core
    desk: GrievanceDesk
    clerk: StaffAccount
    other: StaffAccount
    chief: StaffAccount

    async def handles(self, staff: StaffAccount, case: UUID) -> None:
        """They took its old certificate in at the counter."""
        async with self.core.atomic():
            step = Step("certificate-scanned", case=case, staff=staff.login)  # type: ignore[arg-type] # an id
            await self.core.ledger.append(step)

    async def waiting(self) -> list[GrievanceId]:
        backlog = await self.desk.queue_grievances(size=20)
        return [GrievanceId(row.ref) for row in backlog.rows]


async def people(core: Core, *, catalogue: Catalogue | None = None) -> People:
    items = catalogue or shipped()
    desk = grievance_desk(core, GrievanceParts(items, CalendarFile(), check_authority(core)))
    return People(
        core,
        desk,
        await colleague(core, "clerk-1", Role.CLERK),
        await colleague(core, "clerk-2", Role.CLERK),
        await colleague(core, "chief-1", Role.CHIEF),
    )
