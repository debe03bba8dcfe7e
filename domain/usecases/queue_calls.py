"""The queue «calls» of 今日待办 (电话联络): whom to ring today, whose days end first on top."""

from dataclasses import dataclass
from datetime import date

from domain.clock.clock import beijing_date
from domain.invitations.call import ReplyKind
from domain.invitations.ports import CallEntries
from domain.kernel.ports import Clock
from domain.kernel.remit import EVERY_BODY, Remit
from domain.staff.today import Backlog, Waiting
from domain.usecases.describe_call import CallLine, DescribeCall

RED, YELLOW = 3, 7  # days ahead at most
WORDS = {  # as static/console/words.js says them on the page of the call
    ReplyKind.CALL_ME: "回复了 1：请打电话",
    ReplyKind.NOT_THIS_TIME: "回复了 2：这次不办",
    ReplyKind.NOT_ME: "回复了 3：不是我",
    ReplyKind.OTHER: "回复了别的话",
    ReplyKind.UNREACHABLE: "通知送不到",
    ReplyKind.LAST_RUNG: "最后一次通知也没有回音",
    ReplyKind.NO_SMARTPHONE: "没有智能手机",
    ReplyKind.UNFINISHED: "表单填了一半",
}


@dataclass(frozen=True, slots=True)
class QueueCalls:
    """What was put off to another day is not today's."""

    entries: CallEntries
    describe: DescribeCall
    now: Clock

    async def __call__(self, *, size: int, remit: Remit = EVERY_BODY) -> Backlog:
        today = beijing_date(self.now())
        count, due = await self.entries.waiting(after=None, size=size, on=today, remit=remit)
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
