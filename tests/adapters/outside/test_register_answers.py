"""What the registers may say wrongly or newly, and what our adapters make of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from adapters.licences.cipher import BankCipher
from adapters.licences.directory import SharedLicenceDirectory
from adapters.registry.enterprise import SharedEnterpriseRegister
from adapters.registry.enterprise_changes import SharedChangeFeed
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.refusal import Unavailable
from domain.parties.records import ChangedField
from tests.contract.stand import Stand
from tests.sandbox.conftest import Listener

WHY = "核对登记信息是否变更"
NUMBER = DocumentNumber("91370283MAYY0002XX")
CATALOGUE = "370000000-enterprises"
AS_OF = "2026-11-22T12:00:00+08:00"
OTHER = "370000000-something-else"


def told(value: object, catalogue_id: str = CATALOGUE) -> dict[str, object]:
    return {"value": value, "asOf": AS_OF, "catalogueId": catalogue_id}


def enterprise(**more: object) -> dict[str, object]:
    return {
        "uscc": NUMBER.reveal(),
        "kind": "企业",
        "standing": told("存续"),
        "name": told("某书店"),
        "address": told("某地"),
        "businessScope": told(None),
        "capitalFen": told(None),
        "contactPhone": told("0532-00000017"),
        "responsible": told(None),
        "asOf": AS_OF,
        "catalogueId": CATALOGUE,
    } | more


def change(**more: object) -> dict[str, object]:
    return {
        "changeId": "chg-1",
        "uscc": NUMBER.reveal(),
        "changedOn": "2026-11-12",
        "values": [{"field": "name", "before": "旧", "after": "新"}],
        "recordedAt": AS_OF,
    } | more


def entry(**more: object) -> dict[str, object]:
    return {
        "recordId": "k000001",
        "certIdentifier": "1.2.156.3005.2.x",
        "state": "in-force",
        "holderKind": "企业",
        "copies": {"original": 1, "duplicate": 0},
        "updatedAt": AS_OF,
        "certData": {
            **dict.fromkeys(("ZZMC", "ZZLXDM", "ZZBH", "ZZBS", "ZZBFJG", "ZZBFJGDM", "CZZT"), "x"),
            "CZZTDM": NUMBER.reveal(),
            "CZZTDMLXDM": "001",
            "ZZYXQQSRQ": "2024-01-01",
            "ZZYXQJZRQ": "长期",
        },
    } | more


@pytest.fixture
def say(listener: Listener) -> Callable[[object], None]:
    def answer(data: object) -> None:
        listener.answer = {"code": "0", "msg": "", "data": data, "head": {"status": "0"}}

    return answer


@pytest.fixture
def register(stand: Stand, listener: Listener) -> SharedEnterpriseRegister:
    return SharedEnterpriseRegister(stand.signed(listener, "enterprise-register"))


@pytest.fixture
def feed(stand: Stand, listener: Listener) -> SharedChangeFeed:
    return SharedChangeFeed(stand.signed(listener, "enterprise-register"))


@pytest.fixture
def directory(stand: Stand, listener: Listener) -> SharedLicenceDirectory:
    cipher = BankCipher("licences", lambda: ())
    return SharedLicenceDirectory(
        stand.signed(listener, "licences"), access_id="a", access_token="t", cipher=cipher
    )


@pytest.mark.parametrize(
    ("word", "standing"),
    [("存续", "active"), ("在业", "active"), ("吊销", "ended"), ("注销", "ended"), ("迁出", "unknown")],
)
async def test_a_standing_nobody_told_us_of_is_unknown_and_never_active(
    register: SharedEnterpriseRegister, say: Callable[[object], None], word: str, standing: str
) -> None:
    say(enterprise(standing=told(word)))

    one = await register.enterprise(NUMBER, purpose=WHY)

    assert one is not None
    assert one.standing == standing


async def test_what_the_register_lacks_is_empty_and_a_landline_is_no_mobile(
    register: SharedEnterpriseRegister, say: Callable[[object], None]
) -> None:
    say(enterprise())

    one = await register.enterprise(NUMBER, purpose=WHY)

    assert one is not None
    assert (one.contact_phone, one.responsible, one.capital_fen) == (None, None, None)
    assert one.business_scope.value.reveal() == ""


@pytest.mark.parametrize("capacity", ["委托代理人", "股东", "财务负责人", ""])
async def test_only_an_office_lets_somebody_speak_for_an_enterprise(
    register: SharedEnterpriseRegister, say: Callable[[object], None], capacity: str
) -> None:
    who = {"uscc": NUMBER.reveal(), "name": "某书店", "kind": "企业", "capacity": capacity}
    offices = ["法定代表人", "经营者", "负责人", "执行事务合伙人"]
    others = [who | {"capacity": office} for office in offices]
    say({"organisations": [who, *others], "asOf": AS_OF, "catalogueId": CATALOGUE})

    named = await register.represented_by(PersonName("甲子宁"), NUMBER, purpose=WHY)

    assert [one.capacity for one in named] == offices


@pytest.mark.parametrize("where", [{"catalogueId": OTHER}, {"address": told("某地", OTHER)}])
async def test_a_value_of_another_catalogue_is_not_taken_for_this_ones(
    register: SharedEnterpriseRegister, say: Callable[[object], None], where: dict[str, object]
) -> None:
    say(enterprise(**where))

    with pytest.raises(Unavailable, match="catalogue-changed"):
        await register.enterprise(NUMBER, purpose=WHY)


async def test_fields_we_do_not_know_are_left_out_and_a_change_of_only_those_with_them(
    feed: SharedChangeFeed, say: Callable[[object], None]
) -> None:
    other = {"field": "capital", "before": "1", "after": "2"}
    known: list[Any] = [other, {"field": "name", "before": "旧", "after": "新"}]
    rows = [change(values=[other], changeId="chg-0"), change(values=known)]
    say({"rows": rows, "nextCursor": None, "asOf": AS_OF, "catalogueId": CATALOGUE})

    [page] = [page async for page in feed.changes(date(2026, 11, 1), purpose=WHY)]

    assert [(one.change_id, [value.field for value in one.values]) for one in page] == [
        ("chg-1", [ChangedField.NAME])
    ]


async def test_a_feed_that_runs_in_circles_is_left(
    feed: SharedChangeFeed, say: Callable[[object], None]
) -> None:
    say({"rows": [change()], "nextCursor": "again", "asOf": AS_OF, "catalogueId": CATALOGUE})

    with pytest.raises(Unavailable, match="cursor-repeats"):
        async for _ in feed.changes(date(2026, 11, 1), purpose=WHY):
            pass


async def test_a_directory_that_runs_in_circles_is_left(
    directory: SharedLicenceDirectory, say: Callable[[object], None]
) -> None:
    say({"rows": [entry()], "nextCursor": "again"})

    with pytest.raises(Unavailable, match="cursor-repeats"):
        async for _ in directory.pages(purpose=WHY):
            pass


async def test_a_licence_without_end_has_none_and_an_unheard_of_state_is_unknown(
    directory: SharedLicenceDirectory, say: Callable[[object], None]
) -> None:
    say(entry(state="on-hold"))

    one = await directory.entry("k000001", purpose=WHY)

    assert one is not None
    assert (one.certificate.valid_until, one.certificate.status) == (None, "unknown")


@pytest.mark.parametrize("record_id", ["370202196103039996 x", "k/1", "", "k" * 41])
async def test_a_record_id_that_is_no_opaque_key_is_not_taken(
    directory: SharedLicenceDirectory, say: Callable[[object], None], record_id: str
) -> None:
    say(entry(recordId=record_id))

    with pytest.raises(Unavailable):
        await directory.entry("k000001", purpose=WHY)


ELSEWHERE = "91370283MA990001X3"


async def test_what_is_told_of_somebody_else_is_no_answer(
    register: SharedEnterpriseRegister,
    feed: SharedChangeFeed,
    directory: SharedLicenceDirectory,
    say: Callable[[object], None],
) -> None:
    say(enterprise(uscc=ELSEWHERE))
    with pytest.raises(Unavailable, match="answer-of-another"):
        await register.enterprise(NUMBER, purpose=WHY)
    say({"rows": [change(uscc=ELSEWHERE)], "nextCursor": None, "catalogueId": CATALOGUE})
    with pytest.raises(Unavailable, match="answer-of-another"):
        await feed.changes_of(NUMBER, since=date(2026, 1, 1), purpose=WHY)
    say(entry())
    with pytest.raises(Unavailable, match="answer-of-another"):
        await directory.entry("k000002", purpose=WHY)
    say([entry()])
    with pytest.raises(Unavailable, match="answer-of-another"):
        await directory.entries_of(DocumentNumber(ELSEWHERE), purpose=WHY)
