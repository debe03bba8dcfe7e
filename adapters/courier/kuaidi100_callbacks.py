"""What kuaidi100 posts to us: steps of an order (订单状态) and whole tracks (轨迹推送), signed with our salt.

Source: api.kuaidi100.com/document/63be699386292121d642ca3b and the push page, read 2026-11-21. The names in
an order's `data` come from a public integration. There is no time stamp: a replay is known by what it says.
"""

import hmac
from decimal import Decimal
from urllib.parse import parse_qsl

import msgspec

from adapters.courier.kuaidi100 import sign
from adapters.courier.kuaidi100_events import BEIJING, ORDER, SETTLED, Line, read_lines
from adapters.outbound.malformed import MALFORMED
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.personal import PersonName, Phone
from domain.kernel.ports import Clock
from domain.shipments.outside import CourierNews, ParcelEvent, ParcelState

FORM = "application/x-www-form-urlencoded"
ENDED = frozenset({"shutdown", "abort"})


class _Track(msgspec.Struct):
    waybill: str = msgspec.field(name="nu")
    carrier: str = msgspec.field(name="com")
    data: list[Line] = []


class _Step(msgspec.Struct, rename="camel"):
    order_id: str
    status: int | str
    courier_name: str = ""
    courier_mobile: str = ""
    freight: str | float | None = None


class _Told(msgspec.Struct, rename="camel"):
    """One of the two: a track has `lastResult`, a step of an order has `data`."""

    status: str = ""
    kuaidicom: str = ""
    kuaidinum: str | None = ""
    last_result: _Track | None = None
    data: _Step | None = None


class Kuaidi100Callbacks:
    """Implements CourierCallbacks."""

    def __init__(self, *, clock: Clock) -> None:
        self._clock = clock

    def parse(self, body: bytes, content_type: str, *, salt: str) -> CourierNews:
        if content_type.partition(";")[0].strip().lower() != FORM or not salt:
            raise SignatureWrong("form-malformed")
        try:
            form = dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=16))
        except ValueError:
            raise SignatureWrong("form-malformed") from None
        # over the exact text: JSON written anew is another text
        param, given = form.get("param", ""), form.get("sign", "")
        if not hmac.compare_digest(sign(param, salt).encode(), given.encode("utf-8", "replace")):
            raise SignatureWrong("signature")
        return self._read(param)

    def _read(self, param: str) -> CourierNews:
        """Only what stands inside the signed text: `taskId` beside it is nobody's word."""
        try:
            told = msgspec.json.decode(param, type=_Told)
            if told.last_result is not None:
                track = told.last_result
                return CourierNews(
                    waybill=track.waybill,
                    carrier=track.carrier,
                    events=read_lines(track.data),
                    ended=told.status in ENDED,
                )
            if told.data is not None:
                return self._step(told, told.data)
        except (*MALFORMED, ValueError, ArithmeticError):
            raise SignatureWrong("param-malformed") from None
        raise SignatureWrong("param-malformed")

    def _step(self, told: _Told, step: _Step) -> CourierNews:
        code = str(step.status)
        event = ParcelEvent(
            ORDER.get(code, ParcelState.UNKNOWN), self._clock().astimezone(BEIJING), f"order:{code}", ""
        )
        return CourierNews(
            order_id=step.order_id,
            waybill=told.kuaidinum or "",
            carrier=told.kuaidicom,
            courier_name=PersonName(step.courier_name) if step.courier_name else None,
            courier_phone=Phone(step.courier_mobile) if step.courier_mobile else None,
            events=() if code in SETTLED else (event,),
            freight_fen=_fen(step.freight) if code in SETTLED else 0,
        )


def _fen(yuan: str | float | None) -> int:
    """Raises ArithmeticError, or ValueError for «NaN»."""
    return int((Decimal(str(yuan or 0)) * 100).to_integral_value())
