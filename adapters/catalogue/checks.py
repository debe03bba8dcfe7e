"""What an item's keys must say together (一致性检查): import rules of C0109 lists, where they apply."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping

from adapters.catalogue.closed_lists import CHECKS, check_blanks
from adapters.catalogue.item_checks import (
    OFFER_CHECKS,
    Said,
    check_carriers,
    check_fields,
    check_instant,
    check_instant_rule,
    check_result,
    check_status,
    once,
)
from adapters.catalogue.shape import keys_of
from domain.catalogue.instant import InstantRule
from domain.catalogue.item import IssuingBody, Item, Kind
from domain.catalogue.ports import RuleLint
from domain.catalogue.rule import Event, Rule
from domain.kernel.identifiers import IdentifierInvalid, uscc, uscc_oddities

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_TASK_CODE = re.compile(r"[0-9A-Z]{12,50}")  # lengths differ in the field; 31 is the national one
_TASK_CODE_LENGTH = 31
_LEVELS = range(1, 8)
_ITEM_TYPES = frozenset({*(f"{n:02d}" for n in range(1, 11)), "20"})  # GB/T 39046 A.1
_TABLE = re.compile(r"\bFROM\s+(licences|changes)\b", re.IGNORECASE)
_TABLE_OF = {Event.EXPIRY: "licences", Event.CHANGE: "changes"}
_EVENT_OF = {Kind.CHANGE: Event.CHANGE, Kind.EXTENSION: Event.EXPIRY, Kind.REPLACEMENT: Event.EXPIRY}


def check_table(table: Mapping[str, object], lint: RuleLint | None) -> Said:
    """What is wrong with the file as it is written, whatever its shape: in its SQL, in its texts."""
    rule = table.get("rule")
    sql = rule.get("sql") if isinstance(rule, dict) else None
    if lint is not None and isinstance(sql, str):
        yield from (("rule.sql", what) for what in lint(sql))
    yield from check_blanks(table)


def check_part(key: str, part: object) -> Said:
    """What is wrong with one well-shaped table, however its neighbours are."""
    match part:
        case IssuingBody():
            yield from _body(key, part)
        case Rule():
            yield from _rule(part)
        case InstantRule():
            yield from check_instant_rule(key, part)


def check_item(item: Item, *, unread: Collection[str] = ()) -> Said:
    """What is wrong between the tables; a check that needs one of the `unread` keys says no more."""
    for check in _CHECKS:
        try:
            yield from check(item)
        except AttributeError as missing:
            if missing.obj is not item or missing.name not in unread:
                raise


def _code(item: Item) -> Said:
    if not _SLUG.fullmatch(item.code):
        yield "code", "is not lower-case words with hyphens"


def _version(item: Item) -> Said:
    if item.version < 1:
        yield "version", "counts from 1"


def _each_once(key: str) -> Callable[[Item], Said]:
    return lambda item: once(key, getattr(item, key))


def _bodies_once(item: Item) -> Said:
    yield from once("issuing_bodies", [body.code for body in item.issuing_bodies])


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


def _rule(rule: Rule) -> Said:
    if not _SLUG.fullmatch(rule.id):
        yield "rule.id", "is not lower-case words with hyphens"
    if rule.version < 1:
        yield "rule.version", "counts from 1"
    if rule.not_moved_only and rule.event is not Event.CHANGE:
        yield "rule.not_moved_only", "goes with event change: an expiry moves nobody"
    read = _TABLE.search(rule.sql)
    if read is not None and read[1].lower() != _TABLE_OF[rule.event]:
        yield "rule.sql", f"reads {read[1].lower()}; event {rule.event} goes with {_TABLE_OF[rule.event]}"


def _event(item: Item) -> Said:
    if item.rule.event is not _EVENT_OF.get(item.kind, item.rule.event):
        yield "rule.event", f"does not fit kind {item.kind.value}"
    if (item.rule.event is Event.EXPIRY) != (item.timing.apply_before_days is not None):
        yield "timing", "event expiry goes with apply_before_days, event change with due_after_change_days"
    if (item.timing.apply_before_days or item.timing.due_after_change_days or 0) < 0:
        yield "timing", "days count from 0"


def _keys(item: Item) -> Said:
    for key, parts in (("fields", item.fields), ("materials", item.materials)):
        names = [part.key for part in parts]
        yield from once(key, names)
        yield from (
            (f"{key}[{n}].key", "is not a lower-case name")
            for n, name in enumerate(names, start=1)
            if not _KEY.fullmatch(name)
        )


def _task_codes(item: Item) -> Said:
    unsaid = any(body.task_code is None for body in item.issuing_bodies)
    if unsaid and not {"issuing_bodies", "issuing_bodies.task_code"}.intersection(item.unconfirmed):
        yield "issuing_bodies", "task_code is missing and not named in unconfirmed"


def _unconfirmed(item: Item) -> Said:
    known = frozenset(keys_of(Item))
    yield from once("unconfirmed", item.unconfirmed)
    yield from (
        ("unconfirmed", f"names {key}, which is no key") for key in item.unconfirmed if key not in known
    )
    yield from (
        ("unconfirmed", f"names {key}, of which the item says nothing")
        for key in item.unconfirmed
        if item.is_live and key in known and not getattr(item, key.partition(".")[0])
    )


_CHECKS = (
    *(_code, _version, _bodies_once, _event, _keys, _task_codes, _unconfirmed),
    *map(_each_once, ("holder_kinds", "delivery_modes", "carriers", "synonyms")),
    *(check_status, *OFFER_CHECKS, check_fields, check_result, check_carriers, check_instant),
    *CHECKS,
)
