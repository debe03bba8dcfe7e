"""What a vendor of the sandbox town knows of it: its people, the office, and who else is running already."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from adapters.sandbox.city import City
from adapters.sandbox.kit import Running


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Where the office wants to be told; `office` is where it listens."""

    sms_reports: str
    sms_replies: str
    tencent_sms_reports: str
    tencent_sms_replies: str
    pushes: str
    wechat: str
    official_account: str
    office: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a vendor knows of the town: its people, the office, and who else is running already."""

    city: City
    callbacks: Callbacks
    running: Mapping[str, Running]
    tempo_seconds: float
    now: Callable[[], datetime]

    def url(self, name: str) -> str | None:
        return self.running[name].url if name in self.running else None
