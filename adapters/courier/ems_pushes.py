"""What EMS posts to us (轨迹推送 040002): one step of one parcel, sealed with our shared key.

Source: public integrations, read 2026-11-22 [not verified]. The key vouches for the blocks, not for how they
were put together (ECB), so that it is hearsay: what would end a parcel, we ask for first.
"""

import msgspec

from adapters.courier.ems_envelope import EnvelopeWrong, unseal
from adapters.courier.ems_events import Line, read_line
from adapters.outbound.malformed import MALFORMED
from domain.kernel.callbacks import SignatureWrong
from domain.shipments.outside import CourierNews

METHOD, JSON = "040002", "application/json"
MOST = 50


class _Pushed(msgspec.Struct):
    sealed: str = msgspec.field(name="logitcsInterface")  # sic
    method: str = METHOD


class EmsPushes:
    """Implements CourierPushes."""

    def __init__(self, key: str) -> None:
        self._key = key

    def parse(self, body: bytes, content_type: str) -> tuple[CourierNews, ...]:
        if content_type.partition(";")[0].strip().lower() != JSON:
            raise SignatureWrong("push-malformed")
        try:
            pushed = msgspec.json.decode(body, type=_Pushed)
            document = unseal(pushed.sealed, self._key)
            news = tuple(_news(line) for line in _lines(document))
        except EnvelopeWrong as wrong:
            raise SignatureWrong(str(wrong)) from None
        except (*MALFORMED, ValueError):
            raise SignatureWrong("push-malformed") from None
        if pushed.method != METHOD or len(news) > MOST:
            raise SignatureWrong("push-malformed")
        return news


def _lines(document: str) -> list[Line]:
    """One, or a list of them. Raises DecodeError."""
    if document.startswith("["):
        return msgspec.json.decode(document, type=list[Line])
    return [msgspec.json.decode(document, type=Line)]


def _news(line: Line) -> CourierNews:
    return CourierNews(
        order_no=line.order_no or "",
        waybill=line.waybill_no or "",
        carrier="ems",
        events=(read_line(line),),
        is_hearsay=True,
    )
