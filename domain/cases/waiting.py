"""What a case waits for outside of us (等待外部系统): since when, for whom, and what that leaves out.

The law's days run on (行政许可法 §45 names every reason they stop, and an outage is none); what we promised
on top of it leaves out the days a system was away from morning to night. docs/adr/0051.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

APPROVAL = "approval"
# whom a case may wait for, as the person reads it
AWAITED: Mapping[str, str] = MappingProxyType({APPROVAL: "审批系统"})


@dataclass(frozen=True, slots=True)
class Wait:
    """`system`: one of AWAITED; `until` None: it goes on."""

    system: str
    since: datetime
    until: datetime | None = None
