"""What an item's keys must say together (一致性检查): import rules of C0109 lists, where they apply."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from adapters.catalogue.shape import keys_of
from domain.catalogue.item import IssuingBody, Item, Kind
from domain.catalogue.paperwork import DeliveryMode, DocumentClass, MaterialSource, ReturnMode
from domain.catalogue.ports import RuleLint
from domain.catalogue.rule import Event, Rule
from domain.kernel.identifiers import IdentifierInvalid, uscc, uscc_oddities

Said = Iterator[tuple[str, str]]  # key, what is wrong

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_TASK_CODE = re.compile(r"[0-9A-Z]{12,50}")  # lengths differ in the field; 31 is the national one
_TASK_CODE_LENGTH = 31
_LEVELS = range(1, 8)
_ITEM_TYPES = frozenset({*(f"{n:02d}" for n in range(1, 11)), "20"})  # GB/T 39046 A.1
_EVENT_OF = {Kind.CHANGE: Event.CHANGE, Kind.EXTENSION: Event.EXPIRY, Kind.REPLACEMENT: Event.EXPIRY}


def check_part(key: str, part: object, lint: RuleLint | None) -> Said:
    """What is wrong with one well-shaped table, however its neighbours are."""
    match part:
        case IssuingBody():
            yield from _body(key, part)
        case Rule():
            yield from _rule(part, lint)


def check_item(item: Item) -> Said:
    """What is wrong between the tables of a well-shaped item."""
    if not _SLUG.fullmatch(item.code):
        yield "code", "is not lower-case words with hyphens"
    if item.version < 1:
        yield "version", "counts from 1"
    for key in ("holder_kinds", "delivery_modes", "carriers"):
        yield from _once(key, getattr(item, key))
    yield from _once("issuing_bodies", [body.code for body in item.issuing_bodies])
    yield from _event(item)
    yield from _paperwork(item)
    yield from _courier(item)
    yield from _unconfirmed(item)


def _once(key: str, values: Iterable[object]) -> Said:
    ordered = sorted(str(value) for value in values)
    for twice in sorted({one for one, other in pairwise(ordered) if one == other}):
        yield key, f"says {twice} twice"


def _body(key: str, body: IssuingBody) -> Said:
    try:
        oddities = uscc_oddities(uscc(body.code))
    except IdentifierInvalid as wrong:
        yield f"{key}.code", f"is no USCC ({wrong.flaw})"
    else:
        yield from ((f"{key}.code", f"is an odd USCC ({oddity})") for oddity in oddities)
    if body.level not in _LEVELS:
        yield f"{key}.level", "is not 1 to 7"
    if body.task_code is not None:
        yield from ((f"{key}.task_code", what) for what in _task_code(body.task_code, body))


def _task_code(code: str, body: IssuingBody) -> Iterator[str]:
    if not _TASK_CODE.fullmatch(code):
        yield "is not 12 to 50 digits and capitals"
    elif len(code) == _TASK_CODE_LENGTH:  # body 18 + level 1 + basic code 12, which begins region 2, type 2
        if code[:18] != body.code:
            yield "begins with another body's code"
        if code[18] != str(body.level):
            yield "names another level than the body's"
        if code[21:23] not in _ITEM_TYPES:
            yield "names no item type of GB/T 39046"


def _rule(rule: Rule, lint: RuleLint | None) -> Said:
    if not _SLUG.fullmatch(rule.id):
        yield "rule.id", "is not lower-case words with hyphens"
    if rule.version < 1:
        yield "rule.version", "counts from 1"
    if lint is not None:
        yield from (("rule.sql", what) for what in lint(rule.sql))


def _event(item: Item) -> Said:
    if item.rule.event is not _EVENT_OF.get(item.kind, item.rule.event):
        yield "rule.event", f"does not fit kind {item.kind.value}"
    if (item.rule.event is Event.EXPIRY) != (item.timing.apply_before_days is not None):
        yield "timing", "event expiry goes with apply_before_days, event change with due_after_change_days"
    if (item.timing.apply_before_days or item.timing.due_after_change_days or 0) < 0:
        yield "timing", "days count from 0"


def _paperwork(item: Item) -> Said:
    for key, parts in (("fields", item.fields), ("materials", item.materials)):
        names = [part.key for part in parts]
        yield from _once(key, names)
        yield from (
            (f"{key}[{n}].key", "is not a lower-case name")
            for n, name in enumerate(names, start=1)
            if not _KEY.fullmatch(name)
        )
    if item.is_live:
        for key in ("legal_basis", "issuing_bodies", "holder_kinds", "fields", "materials", "delivery_modes"):
            if not getattr(item, key):
                yield key, f"is empty, yet the item is {item.status.value}"
        if not any(material.source is MaterialSource.GENERATED for material in item.materials):
            yield "materials", "has no generated one: the confirmed form itself is filed as a material"


def _courier(item: Item) -> Said:
    yield from _once("old_certificate.return_modes", item.old_certificate.return_modes)
    by_courier = (
        ReturnMode.PICKUP in item.old_certificate.return_modes or DeliveryMode.COURIER in item.delivery_modes
    )
    classes = [carriage.document_class for carriage in item.carriers]
    if by_courier and DocumentClass.CERTIFICATE not in classes:
        yield "carriers", "names none for 证照, yet a courier is offered"
    yield from _once("carriers.document_class", classes)


def _unconfirmed(item: Item) -> Said:
    known = frozenset(keys_of(Item))
    yield from _once("unconfirmed", item.unconfirmed)
    yield from (
        ("unconfirmed", f"names {key}, which is no key") for key in item.unconfirmed if key not in known
    )
    unsaid = any(body.task_code is None for body in item.issuing_bodies)
    if unsaid and not {"issuing_bodies", "issuing_bodies.task_code"}.intersection(item.unconfirmed):
        yield "issuing_bodies", "task_code is missing and not named in unconfirmed"
