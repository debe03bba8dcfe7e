"""What an item's tables must say with one another (一致性检查): end, paper, carriers, rules."""

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

from domain.catalogue.holder_kind import HolderKind
from domain.catalogue.instant import InstantRule
from domain.catalogue.instant import problems as rule_problems
from domain.catalogue.item import InstantAuthorisation, Item, Kind, Status
from domain.catalogue.paperwork import (
    SOURCE_FIELDS,
    DeliveryMode,
    FieldSource,
    MaterialSource,
    ReturnMode,
)
from domain.shipments.carriers import CARRIERS, lawful

Said = Iterator[tuple[str, str]]  # key, what is wrong

_NEEDED = ("legal_basis", "issuing_bodies", "holder_kinds", "fields", "materials", "delivery_modes")


def once(key: str, values: Iterable[object]) -> Said:
    """Whatever is said twice where once is meant."""
    ordered = sorted(str(value) for value in values)
    for twice in sorted({one for one, other in pairwise(ordered) if one == other}):
        yield key, f"says {twice} twice"


def check_status(item: Item) -> Said:
    """An approval that was abolished is cancelled for ever, and a cancelled item says which act ended it."""
    ended = item.abolished_by
    if ended is not None and item.status is not Status.CANCELLED:
        yield "status", f"is {item.status.value}, yet {ended.document} abolished it: it can only be cancelled"
    if item.status is Status.CANCELLED:
        if ended is None:
            yield "abolished_by", "is missing: a cancelled item names the act that ended it"
        if item.instant_authorisation is not None:
            yield "instant_authorisation", "is said, yet the item is cancelled"


def _check_needed(key: str) -> Callable[[Item], Said]:
    """What must be there before anybody can apply; key by key, so that one unreadable one hides no other."""

    def check(item: Item) -> Said:
        if _is_offered(item) and not getattr(item, key):
            yield key, f"is empty, yet the item is {item.status.value}"

    return check


def _check_guide(item: Item) -> Said:
    if _is_offered(item) and item.guide is None:
        yield "guide", f"is missing, yet the item is {item.status.value}"


def _check_generated(item: Item) -> Said:
    sources = {material.source for material in item.materials}
    if _is_offered(item) and MaterialSource.GENERATED not in sources:
        yield "materials", "has no generated one: the confirmed form itself is filed as a material"


def _is_offered(item: Item) -> bool:
    return item.status in (Status.LIVE, Status.SAMPLE)


def _check_left_from_draft(item: Item) -> Said:
    if not _is_offered(item):
        return
    said = {"licence_type": item.licence_type, "resulting_licence_type": item.resulting_licence_type}
    if item.guide is not None:
        said |= {
            "guide.who": item.guide.who,
            "guide.where": item.guide.where,
            "guide.office": item.guide.office,
        }
    for key, words in said.items():
        if words.startswith("（"):
            yield key, f"still says {words}, as the draft did"


OFFER_CHECKS = (*map(_check_needed, _NEEDED), _check_guide, _check_left_from_draft, _check_generated)


def check_fields(item: Item) -> Said:
    """Each value comes from where there is such a value."""
    persons_only = set(item.holder_kinds) == {HolderKind.PERSON}
    for n, field in enumerate(item.fields, start=1):
        key, named, known = f"fields[{n}].source_field", field.source_field, SOURCE_FIELDS[field.source]
        if named is None:
            continue
        if named not in known:
            yield key, f"{named} is nothing {field.source} says; it says {', '.join(sorted(known))}"
        elif field.source is FieldSource.REGISTER and named == "number" and not persons_only:
            yield key, "number is a natural person's; an organisation has uscc"
        elif (
            field.source is FieldSource.REGISTER
            and named == "uscc"
            and HolderKind.PERSON in item.holder_kinds
        ):
            yield key, "uscc is an organisation's; a natural person has number"


def check_result(item: Item) -> Said:
    """Changed, extended or replaced, a licence stays of its type; only a filing may bring another paper."""
    if item.resulting_licence_type != item.licence_type and item.kind is not Kind.FILING:
        yield (
            "resulting_licence_type",
            f"is another type than {item.licence_type}, yet the item is a {item.kind.value}",
        )


def check_carriers(item: Item) -> Said:
    yield from once("old_certificate.return_modes", item.old_certificate.return_modes)
    by_courier = (
        ReturnMode.PICKUP in item.old_certificate.return_modes or DeliveryMode.COURIER in item.delivery_modes
    )
    classes = [carriage.document_class for carriage in item.carriers]
    if by_courier and item.paper_class not in classes:
        yield "carriers", f"names none for {item.paper_class}, yet a courier is offered"
    yield from once("carriers.document_class", classes)
    for n, carriage in enumerate(item.carriers, start=1):
        known, may = carriage.carrier in CARRIERS, lawful(carriage.document_class)
        if known and carriage.carrier not in may:
            papers, only = carriage.document_class, "/".join(sorted(may))
            yield f"carriers[{n}].carrier", f"is {carriage.carrier}: {papers} go by {only} only (邮政法 §55)"


def check_instant(item: Item) -> Said:
    """秒批: there are rules, each with a name of its own; a shadow is a later version of them."""
    yield from _check_rules("instant_authorisation", item.instant_authorisation)
    yield from _check_rules("instant_shadow", item.instant_shadow)
    live, shadow = item.instant_authorisation, item.instant_shadow
    if shadow is None:
        return
    if live is None:
        yield "instant_shadow", "is weighed beside instant_authorisation, and there is none"
    elif shadow.version <= live.version:
        yield "instant_shadow.version", f"is {shadow.version}: above the live rules' {live.version}"


def _check_rules(key: str, authorisation: InstantAuthorisation | None) -> Said:
    if authorisation is None:
        return
    if authorisation.version < 1:
        yield f"{key}.version", "counts from 1"
    if not authorisation.rules:
        yield f"{key}.rules", "is empty: nothing would be checked"
    yield from once(f"{key}.rules.id", [rule.id for rule in authorisation.rules])


def check_instant_rule(key: str, rule: InstantRule) -> Said:
    yield from ((key, what) for what in rule_problems(rule))
