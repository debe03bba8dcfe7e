"""Read an invitation (邀约) whichever of the person's parties it is for."""

from dataclasses import dataclass

from domain.kernel.ids import MatterId
from domain.kernel.look import looking
from domain.kernel.party import Acting
from domain.usecases.find_side import FindSide, Side
from domain.usecases.read_invitation import InvitationView, ReadInvitation


@dataclass(frozen=True, slots=True)
class InvitationScreenView:
    side: Side
    invitation: InvitationView


@dataclass(frozen=True, slots=True)
class ReadInvitationScreen:
    find_side: FindSide
    read_invitation: ReadInvitation

    async def __call__(self, acting: Acting, matter: MatterId) -> InvitationScreenView:
        """Raises NotFound (also for another party's), NotRepresentative, Unavailable."""
        with looking():
            side = await self.find_side.of_matter(acting, matter)
            return InvitationScreenView(side, await self.read_invitation(side.acting, matter))
