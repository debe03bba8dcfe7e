"""The queue «calls» of 今日待办 (电话联络): whom to ring today, whose days end first on top."""

from dataclasses import dataclass
from datetime import date

from domain.clock.clock import beijing_date
from domain.invitations.call import ReplyKind
from domain.invitations.ports import CallEntries
from domain.kernel.ports import Clock
from domain.staff.today import Backlog, Waiting
from domain.usecases.describe_call import CallLine, DescribeCall

RED, YELLOW = 3, 7  # days ahead at most
WORDS = {
    ReplyKind.CALL_ME: "请回电",
    ReplyKind.NOT_THIS_TIME: "这次不办",
    ReplyKind.NOT_ME: "不是我的事",
    ReplyKind.OTHER: "其他回复",
    ReplyKind.UNREACHABLE: "联系不上",
    ReplyKind.LAST_RUNG: "最后一次提醒后未答复",
    ReplyKind.NO_SMARTPHONE: "没有智能手机",
    ReplyKind.UNFINISHED: "表单未确认",
}


@dataclass(frozen=True, slots=True)
class QueueCalls:
    """What was put off to another day is not today's."""

    entries: CallEntries
    describe: DescribeCall
    now: Clock

    async def __call__(self, *, size: int) -> Backlog:
        today = beijing_date(self.now())
        count, due = await self.entries.waiting(after=None, size=size, on=today)
        return Backlog(count, tuple([_row(await self.describe(one.entry), today) for one in due]))


def _row(line: CallLine, today: date) -> Waiting:
    who = line.party_name or (str(line.phone) if line.phone else "未知号码")
    why = "、".join(
        WORDS[one.kind] if one.times == 1 else f"{WORDS[one.kind]}×{one.times}" for one in line.reasons
    )
    tried = f"；已拨打{line.tries}次" if line.tries else ""
    return Waiting(
        kind="call",
        ref=line.call_id,
        title="：".join(part for part in (who, "、".join(line.item_names)) if part),
        detail=why + tried,
        since=line.since,
        action="打电话",
        due=line.last_day,
        light=_light(line.last_day, today),
    )


def _light(last_day: date | None, today: date) -> str:
    if last_day is None:
        return ""
    ahead = (last_day - today).days
    if ahead <= RED:
        return "red"
    return "yellow" if ahead <= YELLOW else "green"
