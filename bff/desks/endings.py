"""The desk of cases that end: withdrawn, returned, closed; and any case as staff read it."""

from dataclasses import dataclass

from domain.usecases.close_ended import CloseEnded
from domain.usecases.find_cases import FindCases
from domain.usecases.read_case_for_staff import ReadCaseForStaff, ReadDocumentForStaff
from domain.usecases.read_case_phone import ReadCasePhone
from domain.usecases.tell_ending import TellEnding
from domain.usecases.withdraw_case import WithdrawCase


@dataclass(frozen=True, slots=True)
class EndingDesk:
    withdraw_case: WithdrawCase
    tell_withdrawal: TellEnding
    tell_return: TellEnding
    close_ended: CloseEnded
    find_cases: FindCases
    read_case: ReadCaseForStaff
    read_case_phone: ReadCasePhone
    read_document: ReadDocumentForStaff
