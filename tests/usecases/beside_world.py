"""The desk beside the rules (秒批) on the world of one decided case, with the office's people."""

from dataclasses import dataclass, field

from adapters.files.calendar_csv import CalendarFile
from bff.compose.instant import InstantParts, instant_desk
from bff.desks.instant import InstantDesk
from domain.decisions.push import PushStatus
from domain.kernel.ids import RecheckId
from domain.staff.account import Role, StaffAccount
from tests.fakes.revocations import FakeRevocations
from tests.usecases.decided import Decided
from tests.usecases.grievance_world import check_authority, colleague
from tests.usecases.instant_world import proposal_of


@dataclass
class Beside:
    world: Decided
    desk: InstantDesk
    clerk: StaffAccount
    chief: StaffAccount
    other_chief: StaffAccount
    back_end: FakeRevocations = field(default_factory=FakeRevocations)

    async def adopted(self, *, seq: int = 2) -> None:
        """Our proposal was adopted, and the licence is in the wallet."""
        await self.world.desk.propose_decision(self.world.case)
        named = str((await proposal_of(self.world)).proposal_id)
        await self.world.hear(self.world.push(PushStatus.GRANTED, seq, adopted=named))

    async def drawn(self) -> RecheckId:
        """The lot falls on the week's only one."""
        await self.desk.draw_sample()
        [row] = [one for one in (await self.desk.queue_instant(size=20)).rows if one.kind == "recheck"]
        return RecheckId(row.ref)


async def beside(world: Decided) -> Beside:
    core, back_end = world.core, FakeRevocations()
    parts = InstantParts(world.catalogue, CalendarFile(), check_authority(core, world.register), back_end)
    return Beside(
        world,
        instant_desk(core, parts),
        await colleague(core, "clerk-1", Role.CLERK),
        await colleague(core, "chief-1", Role.CHIEF),
        await colleague(core, "chief-2", Role.CHIEF),
        back_end,
    )
