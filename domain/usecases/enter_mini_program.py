"""Enter the mini-program (转到小程序): the way from our own page, from a screen or from paper, into it."""

from dataclasses import dataclass
from datetime import timedelta

from domain.invitations.mini_program_link import (
    MATTER_PAGE,
    START_PAGE,
    CodePicture,
    MiniProgramLink,
    MiniProgramLinks,
)
from domain.invitations.ports import Invitations
from domain.kernel.ids import MatterId, short
from domain.kernel.party import Acting
from domain.kernel.refusals import NotFound
from domain.matters.ports import Matters
from domain.usecases.check_authority import CheckAuthority

LASTS = timedelta(days=30)
START_SCENE = "start"


@dataclass(frozen=True, slots=True)
class EnterMiniProgram:
    """A way leads to a page and opens nothing by itself: who comes in is asked who they are."""

    links: MiniProgramLinks
    matters: Matters
    invitations: Invitations
    check_authority: CheckAuthority

    async def link(self) -> MiniProgramLink:
        """To the first page, the same for everybody. Raises Refused, Unavailable."""
        return await self.links.link(START_PAGE, "", lasts=LASTS)

    async def code(self) -> CodePicture:
        """The same to be scanned. Raises Refused, Unavailable."""
        return await self.links.code(START_PAGE, START_SCENE)

    async def link_to(self, acting: Acting, matter: MatterId) -> MiniProgramLink:
        """To their matter.

        Raises NotFound, also for another party's; NotRepresentative, Refused, Unavailable.
        """
        await self._check(acting, matter)
        return await self.links.link(MATTER_PAGE, f"m={short('mtr', matter)}", lasts=LASTS)

    async def code_of(self, acting: Acting, matter: MatterId) -> CodePicture:
        """The same to be scanned from a screen. Raises as `link_to`."""
        await self._check(acting, matter)
        return await self.links.code(MATTER_PAGE, short("mtr", matter))

    async def _check(self, acting: Acting, matter: MatterId) -> None:
        right = await self.check_authority.right(acting)
        if (await self.matters.by_id(matter)).holder != acting.party:
            raise NotFound(str(matter))
        invitation = await self.invitations.of_matter(matter)
        if not any(right.reads(offer.item) for offer in invitation.offers):
            raise NotFound(str(matter))
