"""The sandbox city (演示城市): invented bodies, people, certificates; somebody is always due."""

from dataclasses import dataclass
from datetime import date, timedelta

from adapters.sandbox.city_cast import CAST, EXTRA_PEOPLE, PERSON_NAMES, Story
from adapters.sandbox.public_codes import make_id_number, make_uscc

LAIXI, PINGDU, JIMO, QINGDAO = "370285", "370283", "370215", "370200"
CERTIFICATE_NAMES = {
    "社会团体": "社会团体法人登记证书",
    "民办非企业单位": "民办非企业单位登记证书",
    "基金会": "基金会法人登记证书",
}
USCC_KINDS = {"社会团体": "51", "民办非企业单位": "52", "基金会": "53"}
ITEM_NUMBERS = {"民办非企业单位": "901", "社会团体": "902", "基金会": "903"}
DEFINER = make_uscc("11", "100000", "MB999900")  # stands for the ministry that defines the certificates
JOURNEY, DENIED, UNREACHABLE = "journey", "due-but-denied", "no-usable-contact"


@dataclass(frozen=True, slots=True)
class Body:
    uscc: str
    name: str
    division: str


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    id_number: str
    sex: str
    phone: str | None
    address: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """`status` speaks 住建部's codes for want of a national list: 01 有效, 03 撤销, 04 注销, 07 吊销."""

    record_id: str
    type_code: str
    name: str
    number: str
    issuing_body: Body
    issued_on: date
    valid_from: date
    valid_until: date
    status: str
    originals: int
    duplicates: int


@dataclass(frozen=True, slots=True)
class Organisation:
    """`story` says what the demo shows with it; `contact_phone` is what the register has on file."""

    story: str
    uscc: str
    name: str
    kind: str
    responsible: Person
    former_responsible: Person | None
    contact_phone: str | None
    address: str
    business_scope: str
    supervising_unit: str
    funds_fen: int
    certificate: Certificate
    updated_on: date


@dataclass(frozen=True, slots=True)
class Task:
    """An item as one body publishes it; `code` is the 31-character 实施编码."""

    code: str
    name: str
    body: Body
    certificate_type: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """A person the demo can sign in as, and what to expect then (Chinese: the demo prints it)."""

    person: Person
    note: str


@dataclass(frozen=True, slots=True)
class City:
    today: date
    bodies: tuple[Body, ...]
    tasks: tuple[Task, ...]
    people: tuple[Person, ...]
    organisations: tuple[Organisation, ...]
    sign_ins: tuple[SignIn, ...]

    def of(self, story: str) -> Organisation:
        """The first organisation of a story. Raises: StopIteration when the city tells no such story."""
        return next(o for o in self.organisations if o.story == story)

    @property
    def denials(self) -> dict[str, str]:
        """Applicant code to the reason for which the approval back-end will say no."""
        return {o.uscc: "未按规定接受年度检查（演示）" for o in self.organisations if o.story == DENIED}

    @property
    def licence_types(self) -> dict[str, str]:
        """实施编码 to the type code of the licence it renews."""
        return {task.code: task.certificate_type for task in self.tasks}


def city(today: date) -> City:
    bodies = tuple(
        Body(make_uscc("11", division, f"MB9990{n:02d}"), name, division)
        for n, (division, name) in enumerate(
            (
                (LAIXI, "莱西市行政审批局"),
                (PINGDU, "平度市行政审批局"),
                (JIMO, "即墨区行政审批局"),
                (QINGDAO, "青岛市行政审批局"),
            ),
            start=1,
        )
    )
    people = tuple(_person(n) for n in range(len(PERSON_NAMES)))
    by_name = {body.name[:2]: body for body in bodies}
    organisations = tuple(
        _organisation(n, story, by_name[story.issuer], people, today) for n, story in enumerate(CAST)
    )
    tasks = tuple(_task(body, kind) for body in bodies for kind in ITEM_NUMBERS)
    return City(today, bodies, tasks, people, organisations, _sign_ins(organisations, people))


def certificate_type(kind: str) -> str:
    """证照类型代码: the definer's USCC and a serial of three."""
    return DEFINER + ITEM_NUMBERS[kind]


def _task(body: Body, kind: str) -> Task:
    level = "3" if body.division == QINGDAO else "4"
    # 地方码 37, 类型 01 (行政许可), the rest from a block no real list uses
    code = f"{body.uscc}{level}370199999{ITEM_NUMBERS[kind]}"
    return Task(code, f"{CERTIFICATE_NAMES[kind]}到期换发", body, certificate_type(kind))


def _person(n: int) -> Person:
    """Names run through the sixty-year cycle: plainly nobody's; so are the sequences 998 and 999."""
    female = n % 2 == 0
    born = date(1960, 1, 5) + timedelta(days=n * 211)
    silent = PERSON_NAMES[n] in EXTRA_PEOPLE and EXTRA_PEOPLE[PERSON_NAMES[n]] == ""
    return Person(
        name=PERSON_NAMES[n],
        id_number=make_id_number(LAIXI, born, 998 if female else 999),
        sex="女" if female else "男",
        phone=None if silent or _is_unreachable(n) else f"1990000{n + 101:04d}",
        address=f"山东省青岛市莱西市虚构小区{n + 1}号楼101室",
    )


def _is_unreachable(n: int) -> bool:
    return n < len(CAST) and CAST[n].name == UNREACHABLE


def _organisation(n: int, story: Story, body: Body, people: tuple[Person, ...], today: date) -> Organisation:
    uscc = make_uscc(USCC_KINDS[story.kind], body.division, f"MJ99{n:04d}")
    valid_until = today + timedelta(days=story.expires_in_days)
    valid_from = date(valid_until.year - 5, valid_until.month, min(valid_until.day, 28))
    responsible = people[n]
    former = people[-1] if story.name == JOURNEY else None
    certificate = Certificate(
        record_id=f"r{n * 7919 % 100003:06d}",
        type_code=certificate_type(story.kind),
        name=CERTIFICATE_NAMES[story.kind],
        number=f"演{body.division}民证字第{valid_from.year}-{n + 1:04d}号",
        issuing_body=body,
        issued_on=valid_from,
        valid_from=valid_from,
        valid_until=valid_until,
        status=story.status,
        originals=1,
        duplicates=story.duplicates,
    )
    return Organisation(
        story=story.name,
        uscc=uscc,
        name=story.organisation + "（虚构）",
        kind=story.kind,
        responsible=responsible,
        former_responsible=former,
        contact_phone=story.phone if story.phone is not None else responsible.phone,
        address=story.address,
        business_scope=story.scope,
        supervising_unit=story.supervisor,
        funds_fen=(3 + n % 9) * 1_000_000,
        certificate=certificate,
        updated_on=valid_from,
    )


def _sign_ins(organisations: tuple[Organisation, ...], people: tuple[Person, ...]) -> tuple[SignIn, ...]:
    told = {
        JOURNEY: "晨光艺术培训学校的负责人：证书约六十天后到期，从通知走到新证",
        DENIED: "决定会是不予换发，可看到理由和救济途径",
        "due-society": "社会团体的负责人：同一规则的另一类证书",
        "too-late": "最后申请日已过，转工作人员联系",
        "out-of-scope": "发证机关是即墨，不在本事项范围",
    }
    seen: dict[str, SignIn] = {}
    for organisation in organisations:
        if organisation.story in told and organisation.story not in seen:
            seen[organisation.story] = SignIn(organisation.responsible, told[organisation.story])
    extra = [SignIn(p, EXTRA_PEOPLE[p.name]) for p in people if EXTRA_PEOPLE.get(p.name)]
    return (*seen.values(), *extra)
