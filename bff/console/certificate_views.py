"""What queue 6 (旧证与快递) shows of a parcel: why it waits, what it holds, whom to call, numbers masked."""

from datetime import UTC, datetime
from typing import Self

from bff.console.shipments import PREFIX
from bff.http.boundary import View
from bff.http.parcel_views import PieceOut
from domain.kernel.ids import short
from domain.kernel.personal import Phone
from domain.usecases.list_certificates import CallLine, CertificateLine, Expected
from domain.usecases.parcel_view import ParcelView

AT_WINDOW = frozenset({"delivered_self", "delivered_other"})


class ActionOut(View, frozen=True):
    code: str
    label: str


class ContactOut(View, frozen=True):
    name: str
    phone: str


class ContactPhone(View, frozen=True):
    phone: str | None = None

    @classmethod
    def of(cls, phone: Phone | None) -> Self:
        return cls(phone.reveal() if phone else None)


class ExpectedOut(View, frozen=True):
    document: str
    numbers: tuple[str, ...]

    @classmethod
    def of(cls, expected: Expected) -> Self:
        return cls(expected.document, expected.numbers)


class NewsOut(View, frozen=True):
    at: datetime
    text: str

    @classmethod
    def of(cls, parcel: ParcelView) -> Self | None:
        """The carrier's last word; «本人签收» of what came to our own window means nobody there."""
        if not parcel.events:
            return None
        last = parcel.events[-1]
        is_here = parcel.direction == "collect" and last.state in AT_WINDOW
        return cls(last.at.astimezone(UTC), "快件已送到窗口" if is_here else last.text)


class CallOut(View, frozen=True):
    at: datetime
    by: str
    outcome: str
    outcome_text: str
    note: str | None = None

    @classmethod
    def of(cls, line: CallLine) -> Self:
        return cls(line.at, line.by, line.outcome, line.outcome_text, line.words or None)


class Row(View, frozen=True):
    shipment_id: str
    case_id: str
    item_name: str
    party_name: str
    direction: str
    attempt: int
    way: str
    carrier: str
    state: str
    state_text: str
    pieces: tuple[PieceOut, ...]
    group: str
    cause: str
    cause_text: str
    since: datetime
    actions: tuple[str, ...]
    calls: tuple[CallOut, ...]
    case_number: str | None = None
    waybill: str | None = None
    action: ActionOut | None = None
    contact: ContactOut | None = None
    news: NewsOut | None = None
    expected: ExpectedOut | None = None

    @classmethod
    def of(cls, line: CertificateLine) -> Self:
        parcel, todo, phone = line.parcel, line.to_do, line.contact_phone
        return cls(
            shipment_id=short(PREFIX, parcel.shipment_id),
            case_id=short("case", line.case_id),
            item_name=line.item_name,
            party_name=line.party_name,
            direction=parcel.direction,
            attempt=parcel.attempt,
            way=parcel.way,
            carrier=parcel.carrier,
            state=parcel.state,
            state_text=parcel.state_text,
            pieces=tuple(PieceOut.of(piece) for piece in parcel.pieces),
            group=str(todo.group),
            cause=line.cause,
            cause_text=todo.words,
            since=line.since,
            actions=tuple(str(act) for act in todo.acts),
            calls=tuple(CallOut.of(call) for call in line.calls),
            case_number=line.case_number or None,
            waybill=parcel.waybill or None,
            action=ActionOut(str(todo.acts[0]), todo.label) if todo.label else None,
            contact=ContactOut(line.contact_name, str(phone)) if phone else None,
            news=NewsOut.of(parcel),
            expected=ExpectedOut.of(line.expected) if line.expected else None,
        )


class Page(View, frozen=True):
    count: int
    certificates: tuple[Row, ...]
