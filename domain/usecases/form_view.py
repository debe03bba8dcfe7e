"""The form (申报表单) as its own person reads it: in clear, so it is printed into no log."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.forms.form import Form, Handover, Pledge
from domain.forms.lost import LOST
from domain.usecases.address_view import AddressView

DEFERRABLE = "容缺后补"


@dataclass(frozen=True, slots=True, repr=False)
class FieldView:
    key: str
    label: str
    kind: str
    value: str
    source: str
    as_of: datetime | None
    locked: bool
    disputed: bool
    required: bool
    max_length: int
    choices: tuple[str, ...]
    catalogue_id: str = ""
    purpose: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class MaterialView:
    """`kind`: 必要, 非必要 or 容缺后补; `origin`: shared, generated or person."""

    key: str
    name: str
    kind: str
    origin: str
    confirmed: bool
    deferrable: bool
    given: bool = False
    promised: str = ""
    pledges: tuple[Pledge, ...] = ()
    from_wallet: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class PlaceView:
    name: str
    phone: str
    address: str
    day: date | None
    window: str


@dataclass(frozen=True, slots=True, repr=False)
class LostView:
    day: date
    place: str
    medium: str
    published: date | None


@dataclass(frozen=True, slots=True, repr=False)
class FormView:
    """`signature`: "hand" where one is wanted. `addresses`: their own book, of who reads it."""

    case_id: UUID
    state: str
    version: int
    fields: tuple[FieldView, ...]
    materials: tuple[MaterialView, ...]
    return_modes: tuple[str, ...]
    delivery_modes: tuple[str, ...]
    return_mode: str
    delivery_mode: str
    pickup: PlaceView | None
    delivery: PlaceView | None
    originals: int
    duplicates: int
    digest: str
    handling_modes: tuple[str, ...] = ()
    handling: str = ""
    lost_rule: str = ""
    lost: LostView | None = None
    signature: str = ""
    addresses: tuple[AddressView, ...] = ()


def form_view(form: Form) -> FormView:
    return FormView(
        case_id=form.case,
        state=str(form.state),
        version=form.version,
        fields=tuple(
            FieldView(
                one.key,
                one.label,
                one.kind,
                one.value.reveal(),
                one.source,
                one.as_of,
                one.locked,
                one.disputed is not None,
                one.required,
                one.max_length,
                one.choices,
                one.catalogue_id,
                one.purpose,
                one.basis,
            )
            for one in form.fields
        ),
        materials=tuple(
            MaterialView(
                one.key,
                one.name,
                one.kind,
                one.origin,
                one.confirmed,
                one.kind == DEFERRABLE,
                bool(one.given),
                one.promised,
                one.pledges,
                one.from_wallet,
            )
            for one in form.materials
        ),
        return_modes=form.return_modes,
        delivery_modes=form.delivery_modes,
        return_mode=form.return_mode,
        delivery_mode=form.delivery_mode,
        pickup=_place(form.pickup),
        delivery=_place(form.delivery),
        originals=form.copies.get("正本", 0),
        duplicates=form.copies.get("副本", 0),
        digest=form.digest(),
        handling_modes=form.handling_modes,
        handling=form.handling,
        lost_rule=_lost_rule(form),
        lost=LostView(lost.day, lost.place, lost.medium, lost.published) if (lost := form.lost) else None,
        signature=form.signature,
    )


def _lost_rule(form: Form) -> str:
    """Empty where the item takes no declaration."""
    return (form.lost_rule or "declaration") if LOST in form.return_modes else ""


def _place(handover: Handover | None) -> PlaceView | None:
    if handover is None:
        return None
    return PlaceView(
        handover.name.reveal(),
        handover.phone.reveal(),
        handover.address.reveal(),
        handover.day,
        handover.window,
    )
