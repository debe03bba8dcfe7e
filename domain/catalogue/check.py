"""The check (校验) of one text of an item: not begun, on its way, or what it came to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CheckState(StrEnum):
    NONE = "none"
    QUEUED = "queued"
    SOUND = "sound"
    UNSOUND = "unsound"


@dataclass(frozen=True, slots=True)
class Check:
    """What the check of one text came to; `problems`: key and what is wrong."""

    state: CheckState = CheckState.NONE
    digest: str = ""
    at: datetime | None = None
    problems: tuple[tuple[str, str], ...] = ()
