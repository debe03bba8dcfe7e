"""Retention (保存期限): what goes by itself, how long after what, on which ground; one table.

`floor` is the shortest that law or safety allows; a rule that is set shorter does not start the office.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

DAY, YEAR = timedelta(days=1), timedelta(days=365)
HALF_A_YEAR = timedelta(days=183)  # 网络安全法 §23(3): logs six months at least
LEAST_LOG_DAYS = HALF_A_YEAR.days
LEAST_EVIDENCE_YEARS = 3  # 民法典 §188: as long as somebody may sue
LEAP = timedelta(hours=6)  # what a year has more than 365 days

NEEDED = "个人信息保护法第四十七条：目的已实现，不再需要"
LOGGED = "网络安全法第二十三条：日志留存不少于六个月"
PROVEN = "个人信息保护法第五十四条至第五十六条：处理活动的记录留存三年"
ARCHIVED = "行政许可法、档案法：证明办理经过，期满删除"


@dataclass(frozen=True, slots=True)
class Rule:
    """`place`: what the adapter removes by this name; `after`: how long after its end."""

    place: str
    after: timedelta
    basis: str
    floor: timedelta = timedelta()

    def __post_init__(self) -> None:
        if self.after < self.floor:
            raise ValueError(f"{self.place}: kept shorter than {self.floor.days} days")


EVIDENCE, ACCESSES = "evidence", "data-accesses"
RULES = (
    Rule("kept-answers", DAY, NEEDED),
    Rule("sign-in-codes", 2 * DAY, NEEDED, floor=DAY),  # the limit of a day is counted on them
    Rule("data-exports", timedelta(), NEEDED),  # after the last day they may be fetched
    Rule("outside-sign-ins", 30 * DAY, NEEDED),
    Rule("appointments", 30 * DAY, NEEDED),
    Rule("address-codes", 30 * DAY, NEEDED),
    Rule("calls", HALF_A_YEAR, NEEDED),
    Rule("call-notes", HALF_A_YEAR, NEEDED),
    Rule("notices", HALF_A_YEAR, NEEDED),
    Rule("inbox", HALF_A_YEAR, LOGGED, floor=HALF_A_YEAR),
    Rule("unlinked-wechat", HALF_A_YEAR, NEEDED),
    Rule("left-followers", 30 * DAY, NEEDED),  # so long an older «follows» might still come
    Rule("unlinked-phones", HALF_A_YEAR, NEEDED),
    Rule("identity-checks", HALF_A_YEAR, LOGGED, floor=HALF_A_YEAR),
    Rule("sessions", HALF_A_YEAR, LOGGED, floor=HALF_A_YEAR),
    Rule("app-devices", HALF_A_YEAR, NEEDED),  # they count for half a year
    Rule("sms-tries", HALF_A_YEAR, NEEDED),  # nobody can be asked after one for longer than a month
    Rule("staff-sessions", HALF_A_YEAR, LOGGED, floor=HALF_A_YEAR),
    Rule("alerts", HALF_A_YEAR, LOGGED, floor=HALF_A_YEAR),
    Rule("gateway-tickets", HALF_A_YEAR + DAY, LOGGED, floor=HALF_A_YEAR),
    Rule("looks", HALF_A_YEAR + DAY, LOGGED, floor=HALF_A_YEAR),
    Rule(ACCESSES, HALF_A_YEAR + DAY, LOGGED, floor=HALF_A_YEAR),
    Rule("consents", 3 * (YEAR + LEAP), PROVEN, floor=3 * YEAR),
    Rule("erasures", 3 * (YEAR + LEAP), PROVEN, floor=3 * YEAR),
)


def rules(evidence_years: int) -> tuple[Rule, ...]:
    """All of them. `evidence_years`: as configured."""
    evidence = Rule(EVIDENCE, timedelta(), ARCHIVED)
    return (*RULES, replace(evidence, after=evidence_years * (YEAR + LEAP)))
