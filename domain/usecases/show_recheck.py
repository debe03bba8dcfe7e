"""Show a recheck (抽查): the case as the rules saw it, and what a colleague found."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.decisions.checking import Rechecks
from domain.decisions.recheck import Recheck, RecheckState
from domain.kernel.ids import RecheckId
from domain.staff.ports import Accounts
from domain.usecases.show_instant import InstantCase, ShowInstant

WORDS = {
    RecheckState.OPEN: "待复核",
    RecheckState.RIGHT: "复核无误",
    RecheckState.WRONG: "复核有误",
    RecheckState.MOOT: "已由人办理",
}


@dataclass(frozen=True, slots=True)
class RecheckView:
    recheck_id: UUID
    state: str
    state_text: str
    drawn_at: datetime
    case: InstantCase
    judged_by: str
    judged_at: datetime | None
    reason: str
    asked_at: datetime | None = None  # None: drawn by lot
    asked: str = ""


@dataclass(frozen=True, slots=True)
class ShowRecheck:
    rechecks: Rechecks
    show_instant: ShowInstant
    accounts: Accounts

    async def __call__(self, recheck: RecheckId) -> RecheckView:
        """Raises NotFound."""
        return await self.view(await self.rechecks.by_id(recheck))

    async def view(self, recheck: Recheck) -> RecheckView:
        """Our own rows only, so it may stand inside atomic."""
        by = recheck.judged_by
        return RecheckView(
            recheck.recheck_id,
            str(recheck.state),
            WORDS[recheck.state],
            recheck.drawn_at,
            await self.show_instant(recheck.case),
            (await self.accounts.staff_by_id(by)).name if by else "",
            recheck.judged_at,
            recheck.reason.reveal() if recheck.reason else "",
            recheck.asked_at,
            recheck.asked.reveal() if recheck.asked else "",
        )
