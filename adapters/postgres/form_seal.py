"""What lies under the seal of a form (申报表单), as JSON: all of it is about people."""

from datetime import date, datetime

import msgspec

from domain.forms.form import Field, Form, FormMaterial, FormState, Handover, Pledge
from domain.forms.lost import Lost
from domain.kernel.ids import CaseId
from domain.kernel.personal import Address, Free, PersonName, Phone


class _Field(msgspec.Struct, omit_defaults=True):
    key: str
    label: str
    kind: str
    value: str
    source: str
    as_of: datetime | None
    locked: bool
    required: bool
    subject_of_item: bool
    deferrable: bool
    max_length: int
    choices: tuple[str, ...] = ()
    disputed: str | None = None
    catalogue_id: str = ""
    purpose: str = ""
    basis: str = ""


class _Pledge(msgspec.Struct):
    kind: str
    text_version: str
    title: str
    text: str
    days: int | None = None


class _Material(msgspec.Struct, omit_defaults=True):
    key: str
    name: str
    kind: str
    origin: str
    confirmed: bool
    given: str = ""
    promised: str = ""
    pledges: tuple[_Pledge, ...] = ()
    from_wallet: bool = False


class _Handover(msgspec.Struct):
    name: str
    phone: str
    address: str
    day: date | None
    window: str


class _Lost(msgspec.Struct):
    day: date
    place: str
    medium: str
    published: date | None


class _Form(msgspec.Struct):
    """What lies under the seal; state and version stand beside it in clear."""

    fields: list[_Field]
    materials: list[_Material]
    return_modes: tuple[str, ...]
    delivery_modes: tuple[str, ...]
    copies: dict[str, int]
    certificate_number: str
    return_mode: str
    delivery_mode: str
    pickup: _Handover | None
    delivery: _Handover | None
    handling_modes: tuple[str, ...] = ()
    handling: str = ""
    lost_rule: str = ""
    lost: _Lost | None = None
    touched_at: datetime | None = None
    signature: str = ""


def written(form: Form) -> bytes:
    stored = _Form(
        fields=[_stored_field(field) for field in form.fields],
        materials=[_stored_material(material) for material in form.materials],
        return_modes=form.return_modes,
        delivery_modes=form.delivery_modes,
        copies=dict(form.copies),
        certificate_number=form.certificate_number,
        return_mode=form.return_mode,
        delivery_mode=form.delivery_mode,
        pickup=_stored_handover(form.pickup),
        delivery=_stored_handover(form.delivery),
        handling_modes=form.handling_modes,
        handling=form.handling,
        lost_rule=form.lost_rule,
        lost=_Lost(lost.day, lost.place, lost.medium, lost.published) if (lost := form.lost) else None,
        touched_at=form.touched_at,
        signature=form.signature,
    )
    return msgspec.json.encode(stored)


def read(clear: bytes, case: CaseId, state: FormState, version: int) -> Form:
    stored = msgspec.json.decode(clear, type=_Form)
    return Form(
        case,
        state,
        [_read_field(field) for field in stored.fields],
        [_read_material(material) for material in stored.materials],
        stored.return_modes,
        stored.delivery_modes,
        stored.copies,
        stored.certificate_number,
        stored.return_mode,
        stored.delivery_mode,
        _read_handover(stored.pickup),
        _read_handover(stored.delivery),
        version,
        stored.handling_modes,
        stored.handling,
        stored.lost_rule,
        Lost(lost.day, lost.place, lost.medium, lost.published) if (lost := stored.lost) else None,
        stored.touched_at,
        stored.signature,
    )


def _stored_material(one: FormMaterial) -> _Material:
    pledges = tuple(_Pledge(p.kind, p.text_version, p.title, p.text, p.days) for p in one.pledges)
    return _Material(
        one.key,
        one.name,
        one.kind,
        one.origin,
        one.confirmed,
        one.given,
        one.promised,
        pledges,
        one.from_wallet,
    )


def _read_material(one: _Material) -> FormMaterial:
    pledges = tuple(Pledge(p.kind, p.text_version, p.title, p.text, p.days) for p in one.pledges)
    return FormMaterial(
        one.key,
        one.name,
        one.kind,
        one.origin,
        one.confirmed,
        one.given,
        one.promised,
        pledges,
        one.from_wallet,
    )


def _stored_field(field: Field) -> _Field:
    return _Field(
        key=field.key,
        label=field.label,
        kind=field.kind,
        value=field.value.reveal(),
        source=field.source,
        as_of=field.as_of,
        locked=field.locked,
        required=field.required,
        subject_of_item=field.subject_of_item,
        deferrable=field.deferrable,
        max_length=field.max_length,
        choices=field.choices,
        disputed=field.disputed.reveal() if field.disputed else None,
        catalogue_id=field.catalogue_id,
        purpose=field.purpose,
        basis=field.basis,
    )


def _read_field(field: _Field) -> Field:
    return Field(
        key=field.key,
        label=field.label,
        kind=field.kind,
        value=Free(field.value),
        source=field.source,
        as_of=field.as_of,
        locked=field.locked,
        required=field.required,
        subject_of_item=field.subject_of_item,
        deferrable=field.deferrable,
        max_length=field.max_length,
        choices=field.choices,
        disputed=None if field.disputed is None else Free(field.disputed),
        catalogue_id=field.catalogue_id,
        purpose=field.purpose,
        basis=field.basis,
    )


def _stored_handover(handover: Handover | None) -> _Handover | None:
    if handover is None:
        return None
    return _Handover(
        handover.name.reveal(),
        handover.phone.reveal(),
        handover.address.reveal(),
        handover.day,
        handover.window,
    )


def _read_handover(stored: _Handover | None) -> Handover | None:
    if stored is None:
        return None
    return Handover(
        PersonName(stored.name), Phone(stored.phone), Address(stored.address), stored.day, stored.window
    )
