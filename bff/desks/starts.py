"""What the start desk can do (自己办): asking, its work, and what came of it."""

from dataclasses import dataclass

from domain.usecases.read_start import ReadStart
from domain.usecases.sense_holder import SenseHolder
from domain.usecases.start_by_oneself import StartByOneself


@dataclass(frozen=True, slots=True)
class StartDesk:
    start_by_oneself: StartByOneself
    read_start: ReadStart
    sense_holder: SenseHolder
