"""What the WeChat desk can do: ways into the mini-program, and what our official account hears."""

from dataclasses import dataclass

from domain.usecases.enter_mini_program import EnterMiniProgram
from domain.usecases.receive_account_event import ReceiveAccountEvent
from domain.usecases.record_account_event import RecordAccountEvent


@dataclass(frozen=True, slots=True)
class WechatDesk:
    enter_mini_program: EnterMiniProgram
    receive_account_event: ReceiveAccountEvent
    record_account_event: RecordAccountEvent
