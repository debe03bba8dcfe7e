"""The rule (研判规则) of an item: which register rows are due, in SQL; how it is run is not known here."""

from dataclasses import dataclass
from enum import StrEnum


class Event(StrEnum):
    """What makes a holder due."""

    EXPIRY = "expiry"  # 证照到期: event_date is the last day the licence is valid
    CHANGE = "change"  # 登记信息变更: event_date is the day the register changed


@dataclass(frozen=True, slots=True)
class Rule:
    """`sql` keeps the contract of `domain.findings.ports.AnalysisEngine`; `version` goes up with its text."""

    id: str
    version: int
    event: Event
    sql: str
    not_moved_only: bool = False  # 非迁移: where the address changed, a clerk settles what is not plain
