"""What the sensing desk can do; built by the command line alone, never by a serving process."""

from dataclasses import dataclass

from domain.usecases.prepare_push_list import PreparePushList
from domain.usecases.take_snapshot import TakeSnapshot


@dataclass(frozen=True, slots=True)
class SensingDesk:
    take_snapshot: TakeSnapshot
    prepare_push_list: PreparePushList
