"""The call desk: whom to ring and what came of it, and the rounds that lead there."""

from dataclasses import dataclass

from domain.usecases.lapse_matters import LapseMatters
from domain.usecases.list_calls import ListCalls
from domain.usecases.note_call import NoteCall
from domain.usecases.queue_calls import QueueCalls
from domain.usecases.read_call import ReadCall, ReadCallPhone
from domain.usecases.remind_holders import RemindHolders
from domain.usecases.remind_unfinished import RemindUnfinished
from domain.usecases.settle_call import BookForCall, SettleCall


@dataclass(frozen=True, slots=True)
class CallDesk:
    list_calls: ListCalls
    read_call: ReadCall
    read_call_phone: ReadCallPhone
    note_call: NoteCall
    settle_call: SettleCall
    book_for_call: BookForCall
    queue_calls: QueueCalls
    remind_holders: RemindHolders
    remind_unfinished: RemindUnfinished
    lapse_matters: LapseMatters
