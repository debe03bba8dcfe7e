"""The sandbox city (演示城市): invented bodies, people, certificates; somebody is always due."""

from dataclasses import dataclass
from datetime import date, timedelta

from adapters.sandbox.city_cast import (
    CAST,
    EXTRA_PEOPLE,
    FOUNDATIONS,
    LATER_ORGANISATIONS,
    PERSON_NAMES,
    Story,
)
from adapters.sandbox.city_enterprises import enterprises, newcomers, sample_licence
from adapters.sandbox.city_facts import (
    Body,
    Certificate,
    Change,
    ChangedText,
    Enterprise,
    HeldLicence,
    Organisation,
    Person,
    SignIn,
    Task,
)
from adapters.sandbox.city_items import DEFINER, LICENCE_NAMES, task, tasks
from adapters.sandbox.public_codes import make_id_number, make_uscc

__all__ = [
    "DEFINER",
    "Body",
    "Certificate",
    "Change",
    "ChangedText",
    "City",
    "Enterprise",
    "HeldLicence",
    "Organisation",
    "Person",
    "SignIn",
    "Task",
    "city",
]

LAIXI, PINGDU, JIMO, QINGDAO = "370285", "370283", "370215", "370200"
USCC_KINDS = {"社会团体": "51", "民办非企业单位": "52", "基金会": "53"}
ITEM_NUMBERS = {"民办非企业单位": "901", "社会团体": "902", "基金会": "903"}
CERTIFICATE_NAMES = {kind: LICENCE_NAMES[serial] for kind, serial in ITEM_NUMBERS.items()}
JOURNEY, DENIED, UNREACHABLE = "journey", "due-but-denied", "no-usable-contact"


@dataclass(frozen=True, slots=True)
class City:
    today: date
    bodies: tuple[Body, ...]
    tasks: tuple[Task, ...]
    people: tuple[Person, ...]
    organisations: tuple[Organisation, ...]
    sign_ins: tuple[SignIn, ...]
    enterprises: tuple[Enterprise, ...]
    held: tuple[HeldLicence, ...]  # the enterprises' and persons', which only the licence bank knows

    def of(self, story: str) -> Organisation:
        """The first organisation of a story. Raises: StopIteration when the city tells no such story."""
        return next(o for o in self.organisations if o.story == story)

    def enterprise(self, story: str) -> Enterprise:
        """Raises: StopIteration when the city tells no such story."""
        return next(one for one in self.enterprises if one.story == story)

    def licences(self, story: str) -> tuple[HeldLicence, ...]:
        """Of an enterprise's or a person's story; empty when there is none."""
        return tuple(one for one in self.held if one.story == story)

    @property
    def denials(self) -> dict[str, str]:
        """Applicant code to the reason for which the approval back-end will say no."""
        return {o.uscc: "未按规定接受年度检查（演示）" for o in self.organisations if o.story == DENIED}

    @property
    def licence_types(self) -> dict[str, str]:
        """实施编码 to the type code of the licence it results in."""
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
    newer = tuple(newcomers())
    by_name, arriving = {body.name[:2]: body for body in bodies}, iter(newer)
    stories = (*CAST, *FOUNDATIONS, *LATER_ORGANISATIONS)
    settled = (
        *people[: len(CAST)],
        *(next(arriving) for _ in FOUNDATIONS),
        *newer[-len(LATER_ORGANISATIONS) :],
    )
    organisations = tuple(
        _organisation(
            n,
            story,
            by_name[story.issuer],
            responsible=settled[n],
            former=people[-1] if story.name == JOURNEY else None,
            today=today,
        )
        for n, story in enumerate(stories)
    )
    practitioner = next(arriving)
    firms = enterprises(by_name, arriving, today)
    sample = sample_licence(practitioner, by_name["莱西"], today)
    social_tasks = tuple(_task(body, kind) for body in bodies for kind in ITEM_NUMBERS)
    return City(
        today,
        bodies,
        (*social_tasks, *tasks(by_name)),
        (*people, *newer),
        organisations,
        (*_sign_ins(organisations, people), *_newer_sign_ins(firms, practitioner)),
        firms,
        (*(licence for firm in firms for licence in firm.licences), sample),
    )


def certificate_type(kind: str) -> str:
    """证照类型代码: the definer's USCC and a serial of three."""
    return DEFINER + ITEM_NUMBERS[kind]


def _task(body: Body, kind: str) -> Task:
    serial = ITEM_NUMBERS[kind]
    return task(body, serial, f"{CERTIFICATE_NAMES[kind]}到期换发", serial)


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


def _organisation(
    n: int, story: Story, body: Body, *, responsible: Person, former: Person | None, today: date
) -> Organisation:
    uscc = make_uscc(USCC_KINDS[story.kind], body.division, f"MJ99{n:04d}")
    valid_until = today + timedelta(days=story.expires_in_days)
    valid_from = date(valid_until.year - 5, valid_until.month, min(valid_until.day, 28))
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


def _newer_sign_ins(firms: tuple[Enterprise, ...], practitioner: Person) -> tuple[SignIn, ...]:
    told = {
        "renamed-builder": "建设公司更名：一次确认，三张证照同时变更",
        "bookshop": "书店的新任法定代表人：登记机关刚刚变更",
    }
    found = tuple(SignIn(firm.responsible, told[firm.story]) for firm in firms if firm.story in told)
    return (*found, SignIn(practitioner, "样例从业资格证约六十天后到期（自然人）"))
