"""List rule versions weighed in the shadow (影子运行): how often they agree, and where they do not."""

from dataclasses import dataclass
from uuid import UUID

from domain.catalogue.ports import Catalogue
from domain.decisions.checking import Shadows
from domain.decisions.shadow import ShadowCount
from domain.kernel.remit import EVERY_BODY, Remit

DIFFERING = 100


@dataclass(frozen=True, slots=True)
class DifferingView:
    """`shadow`, `live`: grant or by_hand; `decision`: empty while there is none; `unmet`: rules' ids."""

    case_id: UUID
    number: str
    shadow: str
    live: str
    decision: str
    unmet: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShadowView:
    item_name: str
    count: ShadowCount
    differing: tuple[DifferingView, ...]


@dataclass(frozen=True, slots=True)
class ListShadows:
    shadows: Shadows
    catalogue: Catalogue

    async def __call__(self, remit: Remit = EVERY_BODY) -> tuple[ShadowView, ...]:
        """Our own rows only. Counted over the whole office; `remit`: which cases are named beside it."""
        return tuple([await self._view(count, remit) for count in await self.shadows.counts()])

    async def _view(self, count: ShadowCount, remit: Remit) -> ShadowView:
        found = await self.shadows.differing(count.item, count.version, size=DIFFERING, remit=remit)
        differing = tuple(
            DifferingView(
                one.case,
                one.number or "",
                _outcome(grants=one.would_grant),
                _outcome(grants=one.live_grants),
                one.decision,
                one.unmet,
            )
            for one in found
        )
        return ShadowView(self.catalogue.get(count.item).name, count, differing)


def _outcome(*, grants: bool) -> str:
    return "grant" if grants else "by_hand"
