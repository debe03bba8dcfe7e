"""The sandbox city's enterprises and their licences (演示城市企业与证照), built from their cast."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from adapters.sandbox.city_enterprise_cast import (
    ADDRESS,
    ENTERPRISE,
    FIRMS,
    NAME,
    RESPONSIBLE,
    TRADER,
    Firm,
)
from adapters.sandbox.city_facts import (
    Body,
    Certificate,
    Change,
    ChangedText,
    Enterprise,
    HeldLicence,
    Person,
)
from adapters.sandbox.city_items import DEFINER, LICENCE_NAMES
from adapters.sandbox.city_later_cast import LATER
from adapters.sandbox.public_codes import make_id_number, make_uscc

SAMPLE_STORY, SAMPLE_SERIAL, SAMPLE_EXPIRES_IN_DAYS = "happy-99", "990", 60
USCC_KINDS = {ENTERPRISE: "91", TRADER: "92"}
CAPACITIES = {ENTERPRISE: "法定代表人", TRADER: "经营者"}
INVENTED = "（虚构）"
_YEARS = 5
_MOST_LICENCES = 5  # of one firm
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_CYCLE = 60  # names in all before the cycle of stems and branches comes round
_BORN = {37: date(1964, 5, 5)}  # who keeps «keypad-shop» has no use for a smartphone


def newcomers() -> Iterator[Person]:
    """People beside those of issue A's cast: other names, other numbers, plainly nobody's either."""
    for n in range(_CYCLE):
        female = n % 2 == 1
        born = _BORN.get(n) or date(1961, 3, 3) + timedelta(days=n * 151)
        yield Person(
            name=f"{_STEMS[n % 10]}{_BRANCHES[n % 12]}宁",
            id_number=make_id_number("370202", born, 998 if female else 999),
            sex="女" if female else "男",
            phone=f"1990000{n + 501:04d}",
            address=f"山东省青岛市市南区虚构小区{n + 1}号楼201室",
        )


def enterprises(bodies: Mapping[str, Body], people: Iterator[Person], today: date) -> tuple[Enterprise, ...]:
    """`bodies` by the first two characters of their names."""
    firms = (*FIRMS, *LATER)
    return tuple(_enterprise(n, firm, bodies[firm.issuer], people, today) for n, firm in enumerate(firms))


def sample_licence(person: Person, body: Body, today: date) -> HeldLicence:
    """A natural person's (自然人) licence of the sample item (样例)."""
    certificate = _certificate(900, SAMPLE_SERIAL, body, today, SAMPLE_EXPIRES_IN_DAYS)
    return HeldLicence(
        certificate.record_id,
        person.id_number,
        "111",
        "自然人",
        person.name,
        "",
        person.address,
        certificate,
        SAMPLE_STORY,
    )


def _enterprise(n: int, firm: Firm, body: Body, people: Iterator[Person], today: date) -> Enterprise:
    division, address = firm.place
    uscc = make_uscc(USCC_KINDS[firm.kind], firm.former_division or division, f"MAYY{n + 1:04d}")
    responsible = next(people)
    former = next(people) if RESPONSIBLE in firm.before else None
    on_file = former if former is not None and firm.is_former_on_file else responsible
    printed = former or responsible
    return Enterprise(
        story=firm.story,
        uscc=uscc,
        name=firm.name + INVENTED,
        kind=firm.kind,
        capacity=CAPACITIES[firm.kind],
        responsible=responsible,
        former_responsible=former,
        agents=(next(people),) if firm.has_agent else (),
        contact_phone=on_file.phone,
        address=address,
        division=division,
        scope=firm.scope,
        capital_fen=(1 + n % 9) * 100_000_000,
        licences=tuple(
            HeldLicence(
                certificate.record_id,
                uscc,
                "001",
                firm.kind,
                (firm.before.get(NAME) or firm.name) + INVENTED,
                printed.name,
                firm.before.get(ADDRESS) or address,
                certificate,
                firm.story,
            )
            for certificate in (
                _certificate(n * _MOST_LICENCES + m, serial, body, today, firm.expires_in_days)
                for m, serial in enumerate(firm.licences)
            )
        ),
        changes=_changes(n, firm, responsible, former, today),
        registered_on=today - timedelta(days=2000 + n),
    )


def _changes(
    n: int, firm: Firm, responsible: Person, former: Person | None, today: date
) -> tuple[Change, ...]:
    if not firm.before:
        return ()
    division, address = firm.place
    told = []
    for field, before in firm.before.items():
        match field:
            case "name":
                told.append(ChangedText(field, before + INVENTED, firm.name + INVENTED))
            case "responsible":
                told.append(ChangedText(field, former.name if former else "", responsible.name))
            case "address":
                told.append(ChangedText(field, before, address, firm.former_division or division, division))
            case _:
                told.append(ChangedText(field, before, firm.scope))
    changed_on = today - timedelta(days=firm.days_ago)
    return (Change(f"chg-{n + 1:06d}", changed_on, tuple(told)),)


def _certificate(n: int, serial: str, body: Body, today: date, expires_in_days: int) -> Certificate:
    valid_until = today + timedelta(days=expires_in_days)
    valid_from = date(valid_until.year - _YEARS, valid_until.month, min(valid_until.day, 28))
    return Certificate(
        record_id=f"k{(n + 1) * 7919 % 100003:06d}",
        type_code=DEFINER + serial,
        name=LICENCE_NAMES[serial],
        number=f"演{body.division}许可字第{valid_from.year}-{n + 1:04d}号",
        issuing_body=body,
        issued_on=valid_from,
        valid_from=valid_from,
        valid_until=valid_until,
        status="01",
        originals=1,
        duplicates=1 + n % 2,
    )
