"""The desk of the other ways (其他方式核验): to be known without a face."""

from dataclasses import dataclass

from domain.usecases.finish_other_way import FinishOtherWay
from domain.usecases.open_other_way import OpenOtherWay
from domain.usecases.send_check_code import SendCheckCode


@dataclass(frozen=True, slots=True)
class OtherWayDesk:
    open_other_way: OpenOtherWay
    send_check_code: SendCheckCode
    finish_other_way: FinishOtherWay
