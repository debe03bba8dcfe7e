"""What SF Express posts to us (路由推送 RoutePushService): up to ten lines of any parcels, signed by nobody.

Source: open.sf-express.com (route push) by public mirrors, read 2026-11-22. JSON, or a form with XML, as the
console is set. Only the address is secret, so that it is hearsay: what would end a parcel, we ask for first.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import parse_qsl
from xml.etree import ElementTree as ET

import msgspec

from adapters.courier.sf_events import Route, read_routes
from adapters.outbound.malformed import MALFORMED
from domain.kernel.callbacks import SignatureWrong
from domain.shipments.outside import CourierNews

MOST = 10
NUMBER = re.compile(r"[0-9A-Za-z_-]{0,64}")
FIELDS = ("mailno", "orderid", "acceptTime", "opCode", "remark", "firstStatusCode")


class _Line(msgspec.Struct):
    mailno: str
    accept_time: str = msgspec.field(name="acceptTime")
    op_code: str = msgspec.field(name="opCode")
    orderid: str | None = None
    remark: str | None = None
    first_status_code: str | None = msgspec.field(name="firstStatusCode", default=None)


class _Body(msgspec.Struct):
    lines: list[_Line] = msgspec.field(name="WaybillRoute")


class _Push(msgspec.Struct):
    body: _Body = msgspec.field(name="Body")


class SfPushes:
    """Implements CourierPushes."""

    def parse(self, body: bytes, content_type: str) -> tuple[CourierNews, ...]:
        """One for each parcel told of. Raises SignatureWrong: no such document comes from them."""
        read = READERS.get(content_type.partition(";")[0].strip().lower())
        if read is None:
            raise SignatureWrong("content-type")
        try:
            lines = read(body)
            if not 1 <= len(lines) <= MOST:
                raise SignatureWrong("push-length")
            return tuple(_news(key, told) for key, told in _by_parcel(lines).items())
        except (*MALFORMED, ET.ParseError, ValueError):
            raise SignatureWrong("push-malformed") from None


def _from_json(body: bytes) -> list[_Line]:
    """Raises DecodeError."""
    return msgspec.json.decode(body, type=_Push).body.lines


def _from_form(body: bytes) -> list[_Line]:
    """Raises ValueError, ParseError, ValidationError."""
    form = dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=16))
    text = form.get("content", "")
    if "<!" in text:  # neither a document type nor an entity has any business here
        raise ValueError("doctype")
    root = ET.fromstring(text)  # noqa: S314 - without a document type there is nothing to expand
    found = (dict(line.attrib) for line in root.iter("WaybillRoute"))
    return [msgspec.convert(_known(line), _Line) for line in found]


def _known(attributes: Mapping[str, str]) -> Mapping[str, str]:
    return {name: attributes[name] for name in FIELDS if name in attributes}


def _by_parcel(lines: Iterable[_Line]) -> Mapping[tuple[str, str], list[_Line]]:
    found: dict[tuple[str, str], list[_Line]] = {}
    for line in lines:
        found.setdefault((line.orderid or "", line.mailno), []).append(line)
    return found


def _news(key: tuple[str, str], lines: Iterable[_Line]) -> CourierNews:
    """Their `id` of a line is not kept: its time and code say which it is. Raises ValueError."""
    order_no, waybill = key
    if not (waybill and NUMBER.fullmatch(order_no) and NUMBER.fullmatch(waybill)):
        raise ValueError("number")
    return CourierNews(
        order_no=order_no,
        waybill=waybill,
        carrier="shunfeng",
        events=read_routes(
            Route(line.accept_time, line.op_code, line.remark or "", line.first_status_code) for line in lines
        ),
        is_hearsay=True,
    )


READERS: Mapping[str, Callable[[bytes], list[_Line]]] = {
    "application/json": _from_json,
    "application/x-www-form-urlencoded": _from_form,
}
