"""What each form definition becomes once the registers have answered: values with their provenance."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from domain.catalogue.item import Item
from domain.catalogue.paperwork import DeliveryMode, FieldSource, FormField, Material, MaterialSource
from domain.catalogue.paperwork import ReturnMode as Return
from domain.clock.clock import beijing_date
from domain.forms.form import Field, Form, FormMaterial, FormState, Handover
from domain.forms.handling import HANDLING_MODES, INSTANT
from domain.forms.words import BY_MINI_PROGRAM, BY_PERSON
from domain.kernel.personal import Address, Free, Phone
from domain.parties.records import HolderRecord, Standing
from domain.usecases.gather_facts import PURPOSE, Facts, is_business_licence
from domain.usecases.offer_promises import pledges_for

WINDOW = "09:00-12:00"  # the morning of the day after, until the person says otherwise
CONTACT_PHONE = "contact_phone"
LONGEST = 1000  # characters of a field whose definition names no limit
_LONGEST_BY_KIND = {"phone": 20, "date": 10, "money": 15, "address": 100}

Told = tuple[str, datetime]
STANDING_WORDS: Mapping[Standing, str] = {"active": "存续", "ended": "已注销或者被吊销、撤销", "unknown": ""}

# every source_field an item may name, and where its value lies in the register's answer
REGISTER_FIELDS: Mapping[str, Callable[[HolderRecord], Told]] = {
    "name": lambda of: (of.name.value.reveal(), of.name.as_of),
    "uscc": lambda of: (of.certificate.holder_number.reveal(), of.as_of),
    "responsible_name": lambda of: (
        (of.responsible.name.reveal(), of.responsible.as_of) if of.responsible else ("", of.as_of)
    ),
    "number": lambda of: (of.certificate.holder_number.reveal(), of.as_of),  # a natural person's own
    "address": lambda of: (of.address.value.reveal(), of.address.as_of),
    "business_scope": lambda of: (of.business_scope.value.reveal(), of.business_scope.as_of),
    "funds_fen": lambda of: ("" if of.funds_fen is None else str(of.funds_fen), of.as_of),
    "supervising_unit": lambda of: (of.supervising_unit.value.reveal(), of.supervising_unit.as_of),
    CONTACT_PHONE: lambda of: (of.contact_phone.reveal() if of.contact_phone else "", of.as_of),
    "standing": lambda of: (STANDING_WORDS[of.standing], of.as_of),
}
LICENCE_FIELDS: Mapping[str, Callable[[HolderRecord], Told]] = {
    "number": lambda of: (of.certificate.licence_number, of.as_of),
    "valid_until": lambda of: (
        of.certificate.valid_until.isoformat() if of.certificate.valid_until else "",
        of.as_of,
    ),
    "printed_name": lambda of: (of.printed.name.reveal() if of.printed else "", of.as_of),
    "printed_responsible_name": lambda of: (
        of.printed.responsible_name.reveal() if of.printed else "",
        of.as_of,
    ),
    "printed_address": lambda of: (of.printed.address.reveal() if of.printed else "", of.as_of),
}


def fill(form: Form, item: Item, facts: Facts, now: datetime) -> None:
    """Make an empty form ready: fields, materials, copies, and the choices most people leave as they are."""
    certificate = facts.record.certificate
    form.fields = [_field(wanted, facts.record, item) for wanted in item.fields]
    if facts.phone_is_own_word and facts.phone is not None:
        _say_own_phone(form, item, facts.phone)
    # a holder whose kind has no 营业执照 is not asked to confirm one
    asked = (one for one in item.materials if facts.business_licence or not is_business_licence(one))
    form.materials = [_material(wanted, item) for wanted in asked]
    form.copies = {"正本": certificate.originals, "副本": certificate.duplicates}
    form.certificate_number = certificate.licence_number
    form.return_mode = _first(form.return_modes, Return.PICKUP)
    form.delivery_mode = _first(form.delivery_modes, DeliveryMode.COURIER)
    address = Address(facts.record.address.value.reveal())
    if facts.phone is not None and address.reveal():
        tomorrow = beijing_date(now) + timedelta(days=1)
        form.pickup = Handover(facts.actor, facts.phone, address, tomorrow, WINDOW)
        form.delivery = Handover(facts.actor, facts.phone, address)
    if item.instant_authorisation is not None:
        form.handling_modes, form.handling = HANDLING_MODES, INSTANT
    form.state = FormState.READY
    form.version += 1


def _first(offered: tuple[str, ...], wanted: str) -> str:
    if wanted in offered:
        return str(wanted)
    return offered[0] if len(offered) == 1 else ""


def _field(wanted: FormField, record: HolderRecord, item: Item) -> Field:
    value, as_of = _told(wanted, record)
    holder, licence = record.holder_origin, record.licence_origin
    source, catalogue_id, basis = {
        FieldSource.REGISTER: (holder.register, holder.catalogue_id, holder.basis),
        FieldSource.LICENCE: (
            f"{item.licence_type}（{licence.register}）",
            licence.catalogue_id,
            licence.basis,
        ),
        FieldSource.PERSON: (BY_PERSON, "", ""),
    }[wanted.source]
    return Field(
        key=wanted.key,
        label=wanted.label,
        kind=str(wanted.kind),
        value=Free(value),
        source=source if value else BY_PERSON,
        as_of=as_of if value else None,
        locked=wanted.locked and bool(value),  # what the register lacks, the person must be able to say
        required=wanted.required,
        subject_of_item=wanted.subject_of_item,
        deferrable=wanted.deferrable,
        max_length=wanted.max_length or _LONGEST_BY_KIND.get(wanted.kind, LONGEST),
        choices=wanted.choices,
        catalogue_id=catalogue_id if value else "",
        purpose=PURPOSE if value and catalogue_id else "",
        basis=basis if value else "",
    )


def _say_own_phone(form: Form, item: Item, phone: Phone) -> None:
    keys = {wanted.key for wanted in item.fields if wanted.source_field == CONTACT_PHONE}
    for field in form.fields:
        if field.key in keys and not field.value.reveal():
            field.value, field.source = Free(phone.reveal()), BY_MINI_PROGRAM


def _told(wanted: FormField, record: HolderRecord) -> tuple[str, datetime | None]:
    if wanted.source_field is None:
        return "", None
    told = REGISTER_FIELDS if wanted.source is FieldSource.REGISTER else LICENCE_FIELDS
    return told[wanted.source_field](record)


def _material(wanted: Material, item: Item) -> FormMaterial:
    origin = {
        MaterialSource.SHARED: "shared",
        MaterialSource.GENERATED: "generated",
        MaterialSource.PERSON: "person",
    }[wanted.source]
    pledges = pledges_for(wanted, item)
    return FormMaterial(wanted.key, wanted.name, str(wanted.necessity), origin, pledges=pledges)
