"""News of a courier (快递消息) as the inbox keeps it: flat text in, the same news out again."""

import json
from collections.abc import Mapping
from datetime import datetime

from domain.kernel.personal import PersonName, Phone
from domain.shipments.outside import CourierNews, ParcelEvent, ParcelState


def write(news: CourierNews) -> Mapping[str, str]:
    """Clear personal data: for the sealed inbox only."""
    events = [[one.state.value, one.at.isoformat(), one.code, one.text] for one in news.events]
    return {
        "order_no": news.order_no,
        "order_id": news.order_id,
        "waybill": news.waybill,
        "carrier": news.carrier,
        "courier_name": news.courier_name.reveal() if news.courier_name else "",
        "courier_phone": news.courier_phone.reveal() if news.courier_phone else "",
        "events": json.dumps(events, ensure_ascii=False),
        "ended": "yes" if news.ended else "",
        "freight_fen": str(news.freight_fen),
        "hearsay": "yes" if news.is_hearsay else "",
    }


def read(letter: Mapping[str, str]) -> CourierNews:
    return CourierNews(
        order_no=letter["order_no"],
        order_id=letter["order_id"],
        waybill=letter["waybill"],
        carrier=letter["carrier"],
        courier_name=PersonName(letter["courier_name"]) if letter["courier_name"] else None,
        courier_phone=Phone(letter["courier_phone"]) if letter["courier_phone"] else None,
        events=tuple(
            ParcelEvent(ParcelState(state), datetime.fromisoformat(at), code, text)
            for state, at, code, text in json.loads(letter["events"])
        ),
        ended=bool(letter["ended"]),
        freight_fen=int(letter["freight_fen"]),
        is_hearsay=bool(letter.get("hearsay")),  # absent in letters kept before there were any
    )
