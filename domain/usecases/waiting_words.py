"""What the person reads while their case waits for a system that is away (等待外部系统)."""

from dataclasses import dataclass
from datetime import datetime

from domain.cases.case import Case
from domain.cases.waiting import AWAITED
from domain.clock.clock import BEIJING

SAVED = "您的申请已保存，恢复后自动办理，您不用再做什么"
BEFORE = "法定期限自受理之日起算，不会因此少算给您"
AFTER = "法定期限照常计算，不会因此延长"


@dataclass(frozen=True, slots=True)
class WaitingView:
    """That a system we need is away; nothing is asked of the person."""

    since: datetime
    text: str


def waiting_view(case: Case) -> WaitingView | None:
    """None for one that waits for nothing."""
    if case.waits is None:
        return None
    since = case.waits.since.astimezone(BEIJING)
    when = f"{since.month}月{since.day}日 {since:%H:%M}"
    law = BEFORE if case.accepted_at is None else AFTER
    text = f"{AWAITED[case.waits.system]}自{when}起暂时无法接通。{SAVED}；{law}。"
    return WaitingView(case.waits.since, text)
