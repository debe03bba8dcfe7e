"""What Tencent posts to us: delivery reports (短信下发状态通知) and replies (短信回复通知).

Source: cloud.tencent.com/document/api/382/{43547, 59179}, read 2026-11-22. Nothing is signed: only the
address is secret. Reports come as an array, a reply alone; that times mean Beijing is not written down.
"""

import hmac
from datetime import UTC, datetime, timedelta, timezone

import msgspec

from adapters.outbound.malformed import MALFORMED
from domain.invitations.outside import SmsFate, SmsReply, SmsReport
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.personal import Free, Phone
from domain.kernel.ports import Clock

BEIJING = timezone(timedelta(hours=8))
_LATEST = 253402300799  # the last second of the year 9999


class _Report(msgspec.Struct):
    mobile: str
    report_status: str
    sid: str
    user_receive_time: str = ""
    errmsg: str = ""


class _Reply(msgspec.Struct):
    mobile: str
    text: str
    time: int


class TencentSmsCallbacks:
    """Implements SmsCallbacks. `secret`: replies have no number of theirs, and ours must not tell a phone."""

    def __init__(self, secret: str, *, clock: Clock) -> None:
        self._secret, self._clock = secret.encode(), clock

    def reports(self, body: bytes) -> tuple[SmsReport, ...]:
        try:
            told = msgspec.json.decode(body, type=list[_Report])
        except MALFORMED:
            raise SignatureWrong("callback-malformed") from None
        return tuple(_report(one, self._clock()) for one in told)

    def replies(self, body: bytes) -> tuple[SmsReply, ...]:
        try:
            told = msgspec.json.decode(body, type=_Reply)
        except MALFORMED:
            raise SignatureWrong("callback-malformed") from None
        if not 0 <= told.time <= _LATEST:
            raise SignatureWrong("callback-malformed")
        key = f"{told.mobile}\n{told.time}\n{told.text}".encode()
        return (
            SmsReply(
                sequence=hmac.digest(self._secret, key, "sha256").hex(),
                phone=Phone(told.mobile),
                text=Free(told.text),
                at=datetime.fromtimestamp(told.time, UTC),
            ),
        )


def _report(told: _Report, now: datetime) -> SmsReport:
    is_delivered = told.report_status == "SUCCESS"
    return SmsReport(
        out_id="",  # the session context is not among what they post
        reference=told.sid,
        phone=Phone(told.mobile),
        fate=SmsFate(
            told.sid, "delivered" if is_delivered else "failed", "" if is_delivered else told.errmsg
        ),
        at=_instant(told.user_receive_time) if told.user_receive_time else now,  # nobody received it
    )


def _instant(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)
    except ValueError:
        raise SignatureWrong("callback-malformed") from None
