"""That somebody would not take what rules alone came to (个人信息保护法 §24), as they read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from domain.clock.calendar import WorkingCalendar
from domain.clock.clock import beijing_date
from domain.decisions.recheck import Recheck, RecheckState

TO_ANSWER = 5  # working days; ours, this city has not confirmed it
WORDS: Mapping[RecheckState, str] = MappingProxyType(
    {
        RecheckState.OPEN: "已转给工作人员复核",
        RecheckState.RIGHT: "工作人员已复核，结果不变",
        RecheckState.WRONG: "工作人员已复核，结果有误，正在处理",
        RecheckState.MOOT: "已改由工作人员办理",
    }
)


@dataclass(frozen=True, slots=True)
class RefusalView:
    """`answer_by`: the last day to answer, while people look; `answer`: their reasons."""

    state: str
    state_text: str
    asked_at: datetime
    answer_by: date | None
    answer: str


def refusal_view(recheck: Recheck | None, calendar: WorkingCalendar) -> RefusalView | None:
    """None where nobody asked."""
    if recheck is None or recheck.asked_at is None:
        return None
    is_open = recheck.state is RecheckState.OPEN
    return RefusalView(
        str(recheck.state),
        WORDS[recheck.state],
        recheck.asked_at,
        answer_by(recheck, calendar) if is_open else None,
        recheck.reason.reveal() if recheck.reason else "",
    )


def answer_by(recheck: Recheck, calendar: WorkingCalendar) -> date | None:
    """None where nobody asked, or the calendar is not published that far."""
    if recheck.asked_at is None:
        return None
    return calendar.add_working_days(beijing_date(recheck.asked_at), TO_ANSWER)
