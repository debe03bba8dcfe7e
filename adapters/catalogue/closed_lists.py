"""What an item may name (取值范围): only what the house knows and honours, and no blank left for the city."""

from collections.abc import Collection, Iterator, Mapping

from adapters.catalogue.item_checks import Said
from domain.catalogue.item import ROUTES, Item
from domain.catalogue.paperwork import CertificatePolicy
from domain.invitations.shown import PROMISES
from domain.invitations.subscription import TEMPLATES
from domain.promises.promise import PromiseKind
from domain.promises.texts import TEXTS
from domain.shipments.carriers import CARRIERS

# what 国办发〔2020〕42号 keeps 告知承诺 from, by the words items of it are named with: national and public
# safety, finance, ecology, and the health of many at once
EXCLUDED = (
    *("供水", "涉水", "消毒", "饮用水", "食品", "药品", "医疗", "放射"),
    *("金融", "典当", "融资", "枪", "爆炸", "烟花", "危险化学品", "剧毒", "保安", "保密"),
    *("排污", "危险废物", "核材料", "核设施", "安全生产"),
)
COMMITMENTS = tuple(text.version for text in TEXTS.values() if text.kind is PromiseKind.INSTEAD)
BLANK = "待城市"  # as in 地址待城市填写: the city has to write something there


def check_template(item: Item) -> Said:
    yield from _among("notice_template", item.notice_template, TEMPLATES)


def check_promise(item: Item) -> Said:
    yield from _among("promise_text", item.promise_text, PROMISES)


def check_route(item: Item) -> Said:
    yield from _among("approval_route", item.approval_route, ROUTES)


def check_carrier_names(item: Item) -> Said:
    for n, carriage in enumerate(item.carriers, start=1):
        yield from _among(f"carriers[{n}].carrier", carriage.carrier, CARRIERS)


def check_face(item: Item) -> Said:
    if not item.face_needed:
        yield "face_needed", "not honoured yet: false; everybody is asked for a face check or the counter"


def check_pieces(item: Item) -> Said:
    """Where nothing goes back nobody counts."""
    old = item.old_certificate
    if old.policy is not CertificatePolicy.NONE and not old.pieces_from_register:
        key = "old_certificate.pieces_from_register"
        yield key, "not honoured yet: false; the number of pieces is always the register's"


def check_blanks(table: Mapping[str, object]) -> Said:
    """Of the file as it is written: whatever else is wrong with it, no blank passes for the city's word."""
    named = table.get("unconfirmed")
    waits = {key for key in named if isinstance(key, str)} if isinstance(named, list) else set[str]()
    for where, key, text in _texts(table, "", ""):
        if BLANK in text and not any(key == one or key.startswith(f"{one}.") for one in waits):
            yield where, f"still says {text}, and is not named in unconfirmed"


def _among(key: str, value: str, known: Collection[str]) -> Said:
    if value not in known:
        yield key, f"{value} is not known here; it is {' or '.join(known)}"


def _texts(value: object, where: str, key: str) -> Iterator[tuple[str, str, str]]:
    """Each text with its place, and with its key as unconfirmed would name it: without list numbers."""
    match value:
        case str():
            yield where, key, value
        case list():
            for n, one in enumerate(value, start=1):
                yield from _texts(one, f"{where}[{n}]", key)
        case dict():
            for name, one in value.items():
                inner = f"{key}.{name}" if key else str(name)
                yield from _texts(one, f"{where}.{name}" if where else str(name), inner)


def check_promises(item: Item) -> Said:
    """告知承诺: by a text that is there, and for no item the State Council keeps it from."""
    risks = [word for word in EXCLUDED if word in item.name or word in item.licence_type]
    if risks and not item.excluded_from_promises:
        yield "excluded_from_promises", f"is not true, yet the item is about {'、'.join(risks)}"
    for n, material in enumerate(item.materials, start=1):
        version, key = material.promise_instead, f"materials[{n}].promise_instead"
        if version is None:
            continue
        if item.excluded_from_promises or risks:
            yield key, "is said, yet the item is excluded from promises (国办发〔2020〕42号)"
        yield from _among(key, version, COMMITMENTS)


CHECKS = (
    check_template,
    check_promise,
    check_promises,
    check_route,
    check_carrier_names,
    check_face,
    check_pieces,
)
