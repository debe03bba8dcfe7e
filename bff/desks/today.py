"""What the page 今日待办 can do: its eight queues, and what is stuck tried again."""

from dataclasses import dataclass

from domain.usecases.list_stuck import ListStuck
from domain.usecases.note_trouble import NoteTrouble
from domain.usecases.read_stuck import ReadStuck
from domain.usecases.read_today import ReadQueue, ReadToday
from domain.usecases.retry_stuck import RetryStuck


@dataclass(frozen=True, slots=True)
class TodayDesk:
    read_today: ReadToday
    read_queue: ReadQueue
    list_stuck: ListStuck
    read_stuck: ReadStuck
    retry_stuck: RetryStuck
    note_trouble: NoteTrouble
