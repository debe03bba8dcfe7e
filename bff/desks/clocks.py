"""The clock desk: whose day is near, and what a clerk or a chief may do about a case's clock."""

from dataclasses import dataclass

from domain.usecases.change_clock import ChangeClock
from domain.usecases.list_clocks import ListClocks
from domain.usecases.queue_clocks import QueueClocks
from domain.usecases.read_clock import ReadClock


@dataclass(frozen=True, slots=True)
class ClockDesk:
    list_clocks: ListClocks
    queue_clocks: QueueClocks
    read_clock: ReadClock
    change_clock: ChangeClock
