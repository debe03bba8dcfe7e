"""Changing a form (申报表单) and finding what still stands against confirming it, all slips at once."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone

from domain.forms.form import Field, Form, FormIncomplete, FormLockedField, FormMaterial, Handover
from domain.forms.lost import LOST, MATERIAL, Lost
from domain.forms.lost_gaps import lost_gaps, lost_slips
from domain.forms.slip import Slip
from domain.forms.words import COURIER, PICKUP
from domain.kernel.identifiers import IdentifierInvalid, mobile
from domain.kernel.ids import AddressId
from domain.kernel.personal import Address, Free, PersonName, Phone
from domain.kernel.refusals import NotFound

BEIJING = timezone(timedelta(hours=8))
FARTHEST_PICKUP = timedelta(days=14)
_WINDOW = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]")
_MONEY = re.compile(r"[0-9]{1,15}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NAME, _ADDRESS, _ADDRESS_BYTES = (2, 50), (5, 100), 300  # a courier's platform takes 300 bytes


@dataclass(frozen=True, slots=True)
class Place:
    """A handover as somebody typed it; `day` and `window` («09:00-11:00») for a pickup only."""

    name: PersonName
    phone: Phone
    address: Address
    day: date | None = None
    window: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A line of one's own address book (地址簿), instead of a handover that is typed."""

    address: AddressId
    day: date | None = None
    window: str = ""


@dataclass(frozen=True, slots=True)
class FormEdit:
    """What is not named stays as it is."""

    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    return_mode: str | None = None
    delivery_mode: str | None = None
    pickup: Place | None = None
    delivery: Place | None = None
    handling: str | None = None
    lost: Lost | None = None


def apply(edit: FormEdit, form: Form) -> None:
    """Change the form, wholly or not at all; an empty value is allowed until it is confirmed.

    Raises FormLockedField, FormIncomplete; either names every slip in `fields`.
    """
    slips: list[Slip] = []
    by_key = {one.key: one for one in form.fields}
    values = {key: _value(by_key.get(key), key, text, slips) for key, text in edit.fields.items()}
    if edit.return_mode not in (None, *form.return_modes):
        slips.append(Slip("returnMode", "not-a-choice", "这种交回办法不适用"))
    if edit.delivery_mode not in (None, *form.delivery_modes):
        slips.append(Slip("deliveryMode", "not-a-choice", "这种领取办法不适用"))
    if edit.handling not in (None, *form.handling_modes):
        slips.append(Slip("handling", "not-a-choice", "这种办理方式不适用"))
    slips += lost_slips(edit.lost)
    pickup = handover("pickup", edit.pickup, slips)
    delivery = handover("delivery", edit.delivery, slips)
    if slips:
        kind = FormLockedField if any(slip.code == "locked" for slip in slips) else FormIncomplete
        raise kind(str(form.case), fields=[slip.as_data() for slip in slips])
    for key, value in values.items():
        if by_key[key].value.reveal() != value:
            by_key[key].said_by_person(Free(value))
    form.return_mode = edit.return_mode or form.return_mode
    form.delivery_mode = edit.delivery_mode or form.delivery_mode
    form.handling = edit.handling or form.handling
    form.pickup, form.delivery = pickup or form.pickup, delivery or form.delivery
    form.lost = edit.lost or form.lost
    _list_declaration(form)
    form.version += 1


def _list_declaration(form: Form) -> None:
    """遗失声明 is one of the materials while it is how the old certificate goes back."""
    form.materials = [material for material in form.materials if material.key != LOST]
    if form.return_mode == LOST:
        form.materials.append(FormMaterial(LOST, MATERIAL, "必要", "generated"))


def dispute(form: Form, key: str, says: Free) -> Field:
    """Note that a value is wrong, and what is right in the person's words: the field it is about.

    Raises NotFound for a field that is not there.
    """
    for one in form.fields:
        if one.key == key:
            one.disputed = says
            form.version += 1
            return one
    raise NotFound(f"{form.case}: {key}")


def _value(known: Field | None, key: str, text: str, slips: list[Slip]) -> str:
    """The value as it will be kept; what is wrong with it joins `slips`."""
    path, value = f"fields.{key}", _CONTROL.sub("", text).strip()
    if known is None:
        slips.append(Slip(path, "unknown", "表单中没有这一项"))
    elif known.locked:
        slips.append(Slip(path, "locked", f"「{known.label}」来自登记信息，不能直接修改"))
    elif len(value) > known.max_length:
        slips.append(Slip(path, "too-long", f"「{known.label}」最多{known.max_length}个字"))
    elif value:
        return _of_kind(known, path, value, slips)
    return value


def _of_kind(known: Field, path: str, value: str, slips: list[Slip]) -> str:
    match known.kind:
        case "choice" if value not in known.choices:
            slips.append(Slip(path, "not-a-choice", f"请从「{known.label}」的选项中选择"))
        case "phone":
            return _phone(path, value, slips)
        case "money" if not _MONEY.fullmatch(value):
            slips.append(Slip(path, "wrong-format", "金额以分为单位，只填数字"))
        case "date":
            try:
                return date.fromisoformat(value).isoformat()
            except ValueError:
                slips.append(Slip(path, "wrong-format", "日期写成 2027-01-20 的样子"))
    return value


def _phone(path: str, value: str, slips: list[Slip]) -> str:
    try:
        return mobile(value).reveal()
    except IdentifierInvalid:
        slips.append(Slip(path, "wrong-format", "手机号码是 1 开头的 11 位数字"))
        return value


def handover(path: str, place: Place | None, slips: list[Slip]) -> Handover | None:
    """The place as it will be kept; what is wrong with it joins `slips`, below `path` if that says any."""
    within = f"{path}." if path else ""
    if place is None:
        return None
    name, address = place.name.reveal().strip(), place.address.reveal().strip()
    if not _NAME[0] <= len(name) <= _NAME[1]:
        slips.append(Slip(f"{within}name", "out-of-range", "联系人姓名为2到50个字"))
    if not _ADDRESS[0] <= len(address) <= _ADDRESS[1] or len(address.encode()) > _ADDRESS_BYTES:
        slips.append(Slip(f"{within}address", "out-of-range", "地址从省写到门牌号，最多100个字"))
    phone = _phone(f"{within}phone", place.phone.reveal(), slips)
    start, _, end = place.window.partition("-")
    if place.window and (not _WINDOW.fullmatch(place.window) or start >= end):
        slips.append(Slip(f"{within}window", "wrong-format", "上门时间写成 09:00-11:00 的样子"))
    return Handover(PersonName(name), Phone(phone), Address(address), place.day, place.window)


def gaps(form: Form, now: datetime) -> tuple[Slip, ...]:
    """What still stands against confirming; empty when the form is whole. `now` is an aware instant."""
    return tuple(_gaps(form, now.astimezone(BEIJING)))


def _gaps(form: Form, now: datetime) -> Iterator[Slip]:
    for one in form.fields:
        if one.required and not one.value.reveal() and not one.deferrable:
            yield Slip(f"fields.{one.key}", "missing", f"「{one.label}」还没有填")
    if form.return_mode not in form.return_modes:
        yield Slip("returnMode", "missing", "请选择旧证交回办法")
    if form.delivery_mode not in form.delivery_modes:
        yield Slip("deliveryMode", "missing", "请选择新证领取办法")
    if form.handling_modes and form.handling not in form.handling_modes:
        yield Slip("handling", "missing", "请选择办理方式")
    if form.return_mode == PICKUP:
        yield from _handover_gaps("pickup", form.pickup)
        if form.pickup is not None:
            yield from _window_gaps(form.pickup, now)
    if form.return_mode == LOST:
        yield from lost_gaps(form, now.date())
    if form.delivery_mode == COURIER:
        yield from _handover_gaps("delivery", form.delivery)


def _handover_gaps(path: str, handover: Handover | None) -> Iterator[Slip]:
    for part, title in (("name", "请填写联系人"), ("phone", "请填写手机号"), ("address", "请填写地址")):
        if handover is None or not getattr(handover, part).reveal():
            yield Slip(f"{path}.{part}", "missing", title)


def _window_gaps(pickup: Handover, now: datetime) -> Iterator[Slip]:
    if pickup.day is None or not pickup.window:
        yield Slip("pickup.window", "missing", "请选择上门时间")
        return
    ends = datetime.combine(pickup.day, time.fromisoformat(pickup.window.partition("-")[2]), BEIJING)
    if ends <= now or pickup.day > now.date() + FARTHEST_PICKUP:
        yield Slip("pickup.window", "out-of-range", "上门时间已过或太远，请重新选择")
