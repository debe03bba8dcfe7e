"""What instant rules (秒批规则) may ask about, taken from case and registers; each input with its source."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.catalogue.instant import Input, Said, Value
from domain.catalogue.paperwork import CertificatePolicy, FieldSource, Necessity
from domain.clock.clock import beijing_date
from domain.findings.address_text import weigh_move
from domain.findings.ports import Move
from domain.forms.form import Form
from domain.forms.words import BY_MINI_PROGRAM, BY_PERSON
from domain.kernel.personal import DocumentNumber
from domain.parties.records import ChangedField, HolderRecord, RegisteredChange
from domain.shipments.accounting import old_pieces, unaccounted
from domain.shipments.shipment import Shipment
from domain.usecases.compose_filing import NOT_COMING
from domain.usecases.form_values import LICENCE_FIELDS, REGISTER_FIELDS
from domain.usecases.read_application import Application

NAMED = 5
OUR_FORM, OUR_CLOCK, OUR_COUNTER = "申报表单", "系统日期", "窗口收件记录"


@dataclass(frozen=True, slots=True)
class Gathered:
    """`record`, `change`: None where the register has none of this holder; `capacity` "": named nowhere."""

    applied: Application
    record: HolderRecord | None
    change: RegisteredChange | None
    capacity: str
    files: frozenset[str]  # keys of the materials whose bytes we have
    shipments: tuple[Shipment, ...]
    at: datetime


def instant_inputs(of: Gathered) -> Mapping[Input, Said]:
    """Only what is really known: a rule about anything else is not met."""
    return dict(_inputs(of))


def _inputs(of: Gathered) -> Iterator[tuple[Input, Said]]:
    yield Input.TODAY, Said(beijing_date(of.at), OUR_CLOCK, of.at)
    form, confirmed_at = of.applied.form, of.applied.case.confirmed_at or of.at
    disputed = [field.label for field in form.fields if field.disputed is not None]
    yield Input.DISPUTED_COUNT, Said(len(disputed), OUR_FORM, confirmed_at, _disputed(disputed))
    yield Input.MATERIALS_MISSING_COUNT, Said(_missing(of), OUR_FORM, confirmed_at)
    yield Input.OLD_CERTIFICATE, Said(_old_certificate(of), OUR_COUNTER, of.at)
    if of.record is not None:
        yield from _of_record(of, of.record)
        if of.change is not None:
            yield from _of_change(of.change, of.record.holder_origin.register, of.at)


def _disputed(labels: list[str]) -> str:
    if not labels:
        return ""
    more = f"等{len(labels)}项" if len(labels) > NAMED else ""
    return f"本人说有误：{'、'.join(labels[:NAMED])}{more}"


def _of_record(of: Gathered, record: HolderRecord) -> Iterator[tuple[Input, Said]]:
    certificate = record.certificate
    licence, holder = record.licence_origin.register, record.holder_origin.register
    differing, overridden = _compared(of.applied, record)
    body = certificate.issuing_body_name
    yield (
        Input.LICENCE_ISSUING_BODY,
        Said(certificate.issuing_body_code, licence, record.as_of, words=body),
    )
    told: tuple[tuple[Input, Value, str], ...] = (
        (Input.LICENCE_STATUS, certificate.status, licence),
        (Input.LICENCE_VALID_UNTIL, certificate.valid_until or date.max, licence),
        (Input.HOLDER_KIND, certificate.holder_kind, holder),
        (Input.REGISTER_STANDING, record.standing, holder),
        (Input.REGISTER_DIFFERING_COUNT, differing, holder),
        (Input.OVERRIDDEN_COUNT, overridden, holder),
    )
    for asked, value, source in told:
        yield asked, Said(value, source, record.as_of)
    if of.capacity:
        yield Input.ACTOR_CAPACITY, Said(of.capacity, holder, of.at)


def _of_change(change: RegisteredChange, source: str, at: datetime) -> Iterator[tuple[Input, Said]]:
    changed = [value for value in change.values if value.before != value.after]
    moves = {
        weigh_move(value.before.reveal(), value.after.reveal(), value.before_division, value.after_division)
        for value in changed
        if value.field is ChangedField.ADDRESS
    }
    worst = next((move for move in (Move.ELSEWHERE, Move.UNCLEAR) if move in moves), Move.NONE)
    days = (beijing_date(at) - change.changed_on).days
    yield Input.CHANGE_FIELDS, Said(tuple(sorted({str(value.field) for value in changed})), source, at)
    yield Input.CHANGE_MOVE, Said(str(worst) or "none", source, at)
    yield Input.DAYS_SINCE_CHANGE, Said(days, source, at)


def _compared(applied: Application, record: HolderRecord) -> tuple[int, int]:
    """How many confirmed values the sources now say otherwise, and how many the person wrote over."""
    kept = {field.key: field for field in applied.form.fields}
    differing = overridden = 0
    for wanted in applied.item.fields:
        field = kept.get(wanted.key)
        if field is None or wanted.source_field is None:
            continue
        now = _readers(wanted.source)[wanted.source_field](record)[0]
        if now == field.value.reveal():
            continue
        if field.source not in {BY_PERSON, BY_MINI_PROGRAM}:
            differing += 1
        elif now and wanted.subject_of_item:  # their own phone, say, is theirs to write
            overridden += 1
    return differing, overridden


def _readers(source: FieldSource) -> Mapping[str, Callable[[HolderRecord], tuple[str, datetime]]]:
    return REGISTER_FIELDS if source is FieldSource.REGISTER else LICENCE_FIELDS


def _missing(of: Gathered) -> int:
    """What is asked for and not there, what may come later (容缺后补) too: rules do not wait for it."""
    return sum(
        not material.confirmed or (material.origin == "generated" and material.key not in of.files)
        for material in of.applied.form.materials
        if material.kind != Necessity.OPTIONAL
    )


def _old_certificate(of: Gathered) -> str:
    policy = of.applied.item.old_certificate.policy
    if policy is CertificatePolicy.NONE or _is_not_coming(of.applied.form):
        return "not-needed"
    is_here = bool(old_pieces(of.shipments)) and not unaccounted(of.shipments)
    return "yes" if is_here else "no"


def _is_not_coming(form: Form) -> bool:
    return form.return_mode in {str(mode) for mode in NOT_COMING}


def belongs_to(record: HolderRecord | None, holder: DocumentNumber) -> HolderRecord | None:
    """The record, where the licence is this holder's still."""
    if record is None or record.certificate.holder_number != holder:
        return None
    return record
