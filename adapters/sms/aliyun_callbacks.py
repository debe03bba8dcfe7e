"""What Aliyun posts to us: delivery reports (状态报告, SmsReport) and replies (上行短信, SmsUp).

Source: help.aliyun.com smsreport-2, smsup-http, 101867, read 2026-11-21. Nothing is signed: only the address
is secret. That its times mean Beijing is a convention the vendor does not write down.
"""

from datetime import datetime, timedelta, timezone
from typing import TypeVar

import msgspec

from adapters.outbound.malformed import MALFORMED
from domain.invitations.outside import SmsFate, SmsReply, SmsReport
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.personal import Free, Phone

BEIJING = timezone(timedelta(hours=8))
_T = TypeVar("_T")


class _Report(msgspec.Struct):
    phone_number: str
    report_time: str
    success: bool
    biz_id: str
    out_id: str = ""
    err_code: str = ""


class _Reply(msgspec.Struct):
    phone_number: str
    content: str
    send_time: str
    sequence_id: int


class AliyunSmsCallbacks:
    """Implements SmsCallbacks."""

    def reports(self, body: bytes) -> tuple[SmsReport, ...]:
        return tuple(
            SmsReport(
                out_id=told.out_id,
                reference=told.biz_id,
                phone=Phone(told.phone_number),
                fate=SmsFate(
                    told.biz_id,
                    "delivered" if told.success else "failed",
                    "" if told.success else told.err_code,
                ),
                at=_instant(told.report_time),
            )
            for told in _items(body, _Report)
        )

    def replies(self, body: bytes) -> tuple[SmsReply, ...]:
        return tuple(
            SmsReply(
                sequence=str(told.sequence_id),
                phone=Phone(told.phone_number),
                text=Free(told.content),
                at=_instant(told.send_time),
            )
            for told in _items(body, _Reply)
        )


def _items(body: bytes, shape: type[_T]) -> list[_T]:
    try:
        return msgspec.json.decode(body, type=list[shape])  # type: ignore[valid-type]  # a type made at run time
    except MALFORMED:
        raise SignatureWrong("callback-malformed") from None


def _instant(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)
    except ValueError:
        raise SignatureWrong("callback-malformed") from None
