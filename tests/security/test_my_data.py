"""One's own data is copied and erased for oneself alone; an erasure leaves nothing of it behind (PI-4)."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from domain.clock.clock import beijing_date
from domain.kernel.ids import ErasureId, unshort
from domain.privacy.erasure import Family
from tests.http.afterwards import at_desk
from tests.http.caller import Answer
from tests.http.hand import Hand, yes
from tests.http.own_data import copied, erased, everything, facing, read
from tests.http.test_calls import rung, settle
from tests.http.test_sign_in_by_code import PHONE, linked
from tests.http.town import BING, CONTACT, Town
from tests.http.wechat import WechatPhone
from tests.security import pii
from tests.support.house import rows
from tests.support.server import Urls
from tests.usecases.case_world import JIA, ORGANISATION, SCHOOL, YI

MINE = "/v1/citizen"
UNKNOWN = "0" * 25 + "7"


def same(one: Answer, other: Answer) -> bool:
    """But for the request's own number."""
    texts = [answer.raw.text.replace(answer.body["instance"], "") for answer in (one, other)]
    return bool(texts[0] == texts[1])


async def test_a_copy_holds_what_the_tables_hold_of_its_party_and_nothing_of_anybody_else(town: Town) -> None:
    jia, _, _ = await town.done()
    await linked(town, YI)
    hers = await town.sign_in(YI)
    await at_desk(town, "GET", "/shipments/arriving")

    _, schools = await copied(town, await facing(town, jia))
    _, own = await copied(town, await facing(town, hers, YI))

    school, person = everything(schools), everything(own)
    certificate = ORGANISATION.certificate
    for held in (*(part.reveal() for part in SCHOOL), certificate.licence_number, "虚构路18号", CONTACT):
        assert held.encode() in school, held
    for held in (*(part.reveal() for part in YI), PHONE):
        assert held.encode() in person, held
    others = {*(part.reveal() for who in (JIA, BING, SCHOOL) for part in who), CONTACT}
    assert pii.Scanner(others).plain("copy", person) == set()
    assert (
        pii.Scanner({part.reveal() for who in (YI, BING) for part in who} | {PHONE}).plain("c", school)
        == set()
    )
    staff = {one.account.name for one in town.colleagues.values()} | {"clerk-1", "business-1", "chief-1"}
    assert pii.Scanner(staff).plain("copy", school) == set()


async def test_a_courier_is_not_in_somebody_elses_copy(town: Town) -> None:
    jia, _, _ = await town.done()

    _, file = await copied(town, await facing(town, jia))

    sections, _ = read(file)
    assert sections["shipments"]
    assert {"courier_name", "courier_phone", "calls"} & set(sections["shipments"][0]["content"]) == set()
    assert all(
        set(event) == {"state", "at"} for one in sections["shipments"] for event in one["content"]["events"]
    )


async def test_somebody_elses_copy_and_erasure_answer_as_unknown_ones_do(town: Town) -> None:
    hand = await facing(town, await town.sign_in(YI), YI)
    export, _ = await copied(town, hand)
    erasure = (await erased(town, hand))["erasureId"]
    jia = await facing(town, await town.sign_in(JIA), JIA)

    for path, unknown in (
        (f"/data-exports/{export}", f"/data-exports/dex_{UNKNOWN}"),
        (f"/data-exports/{export}/file", f"/data-exports/dex_{UNKNOWN}/file"),
        (f"/erasures/{erasure}", f"/erasures/era_{UNKNOWN}"),
    ):
        theirs, nobodys = await jia.send("GET", MINE + path), await jia.send("GET", MINE + unknown)

        assert theirs.status == 404, path
        assert same(theirs, nobodys), path


async def test_a_later_representative_does_not_fetch_the_copy_of_the_former(town: Town) -> None:
    jia, _, _ = await town.under_way()
    export, _ = await copied(town, await facing(town, jia))
    school = jia.party

    town.is_led_by(BING)
    bing = await facing(town, await town.sign_in(BING), BING)
    bing.party = school
    late = await jia.send("GET", f"{MINE}/data-exports/{export}/file")
    next_one = await bing.send("GET", f"{MINE}/data-exports/{export}/file")

    assert (late.status, late.code) == (404, "not-representative")
    assert next_one.status == 404


@pytest.mark.parametrize("purpose", ["sign_in", "jump"])
async def test_a_face_for_something_else_opens_neither_copy_nor_erasure(town: Town, purpose: str) -> None:
    hand = await town.sign_in(YI)
    if purpose == "jump":
        hand = await town.sign_in(YI, token=hand.token, purpose=purpose)
    body = {"digest": (await hand.get(f"{MINE}/erasure"))["digest"]}

    for path, sent in (("/data-exports", None), ("/erasures", body)):
        refused = await hand.send("POST", MINE + path, json=sent)

        assert (refused.status, refused.code) == (401, "face-needed-for-data")
        assert refused.body["purpose"] == "data"
    assert await rows("data_exports") == await rows("erasures") == []


async def test_a_face_for_ones_data_counts_for_nothing_else(town: Town) -> None:
    jia, matter = await town.arrived()
    shown = await jia.get(f"{MINE}/matters/{matter}")
    hand = await facing(town, jia)

    refused = await hand.send("POST", f"{MINE}/matters/{matter}/answers", json=yes(shown))

    assert (refused.status, refused.code) == (401, "face-needed-for-matter")


async def test_a_face_of_six_minutes_ago_fetches_no_copy(town: Town) -> None:
    hand = await facing(town, await town.sign_in(YI), YI)
    export, _ = await copied(town, hand)

    town.clock.go_on(timedelta(minutes=6))
    refused = await hand.send("GET", f"{MINE}/data-exports/{export}/file")

    assert (refused.status, refused.code) == (401, "face-needed")


async def full(town: Town) -> Hand:
    """乙 with a number, an account in the mini-program, an app, sessions that ended, and a copy."""
    await linked(town, YI)
    phone = WechatPhone(town, "o-invented-yi")
    await phone.enter()
    await phone.share_phone(PHONE)
    await phone.prove(YI)
    hand = await facing(town, await town.sign_in(YI), YI)
    await hand.send("PUT", f"{MINE}/app-devices/current", json={"platform": "android"}, key="")
    await copied(town, hand)
    return hand


async def test_after_an_erasure_no_value_of_its_families_is_left_clear_or_sealed(
    town: Town, urls: Urls
) -> None:
    hand = await full(town)
    await erased(town, hand)

    left = pii.dumped(urls.owner)

    scanner = pii.Scanner([PHONE, YI[0].reveal(), YI[1].reveal(), "o-invented-yi"])
    assert {hit for place, cells in left.items() for hit in scanner.hits(".".join(place), cells)} == set()
    for table in ("phone_accounts", "visitors", "subscriptions", "app_devices"):
        assert await rows(table) == []
    [copy] = await rows("data_exports")
    assert copy["sealed"] is None
    assert (await hand.get(f"{MINE}/home"))["actingFor"]


@pytest.mark.parametrize("days", [182, 184])
async def test_a_session_that_ended_and_an_alert_that_was_read_go_after_half_a_year(
    town: Town, urls: Urls, days: int
) -> None:
    """They are logs: kept six months at least, whoever asks."""
    hand = await full(town)
    over = [one["id"] for one in await rows("sessions") if one["ended_at"]]
    at = town.clock() - timedelta(days=days)
    await do(urls, "UPDATE sessions SET ended_at = %s WHERE ended_at IS NOT NULL", at)
    await do(urls, "UPDATE alerts SET read_at = %s", at)
    alerts = len(await rows("alerts"))

    told = await erased(town, hand)

    left = {one["id"] for one in await rows("sessions")} & set(over)
    assert over
    assert alerts
    assert (left, len(await rows("alerts"))) == ((set(over), alerts) if days < 183 else (set(), 0))
    assert "不满六个月的登录记录和安全提醒" in {one["what"] for one in told["stays"]}


async def do(urls: Urls, sql: str, *values: object) -> None:
    """As it comes to be by itself, weeks later."""
    async with await psycopg.AsyncConnection.connect(urls.owner, autocommit=True) as owner:
        await owner.execute(sql.encode(), values)


@pytest.fixture
async def fragile(town: Town, urls: Urls) -> AsyncIterator[Town]:
    """The database refuses to take WeChat accounts away: the family after the phone's."""
    async with await psycopg.AsyncConnection.connect(urls.owner, autocommit=True) as owner:
        await owner.execute("REVOKE DELETE ON visitors FROM palm_runtime")
        yield town
        await owner.execute("GRANT DELETE ON visitors TO palm_runtime")


async def test_an_erasure_that_dies_between_families_goes_on_and_repeats_nothing(
    fragile: Town, urls: Urls
) -> None:
    hand = await full(fragile)
    body = {"digest": (await hand.get(f"{MINE}/erasure"))["digest"]}
    asked = await hand.post(202, f"{MINE}/erasures", body)
    erasure = ErasureId(unshort("era", asked["erasureId"]) or UUID(int=0))

    with pytest.raises(Exception, match="permission denied"):
        await fragile.office.my_data.erase_data(erasure)
    half = await hand.get(f"{MINE}/erasures/{asked['erasureId']}")
    async with await psycopg.AsyncConnection.connect(urls.owner, autocommit=True) as owner:
        await owner.execute("GRANT DELETE ON visitors TO palm_runtime")
    await fragile.office.my_data.erase_data(erasure)
    await fragile.office.my_data.erase_data(erasure)

    done = await hand.get(f"{MINE}/erasures/{asked['erasureId']}")
    order = list(Family)
    assert half["state"] == "asked"
    assert [one["family"] for one in half["gone"]] == order[: order.index(Family.WECHAT)]
    assert [one["family"] for one in done["gone"]] == order
    assert done["gone"][: len(half["gone"])] == half["gone"]
    assert [one["kind"] for one in await rows("ledger_entries")].count("erasure-done") == 1


async def test_of_a_settled_call_neither_number_nor_note_is_left(town: Town) -> None:
    entry = await rung(town)
    await settle(town, entry, "reached_online", note="本人自行办理")
    jia, _ = await town.arrived(town.code)

    told = await erased(town, await facing(town, jia))

    [call] = await rows("calls")
    [attempt] = await rows("call_attempts")
    assert (call["phone"], call["phone_index"], attempt["note"]) == (None, None, None)
    gone = (await jia.get(f"{MINE}/erasures/{told['erasureId']}"))["gone"]
    assert {"family": "calls", "what": Family.CALLS.words, "count": 1} in gone


@pytest.mark.parametrize("whose", ["mine", "wrong", "another"])
async def test_a_number_that_is_somebody_elses_is_in_no_copy_nor_is_what_the_office_noted(
    town: Town, urls: Urls, whose: str
) -> None:
    entry = await rung(town)
    outcome = "wrong_number" if whose == "wrong" else "reached_online"
    await settle(town, entry, outcome, note="接电话的是邻居")
    if whose == "another":
        await do(urls, "UPDATE calls SET phone_index = %s", b"another")
    jia, _ = await town.arrived(town.code)

    _, file = await copied(town, await facing(town, jia))

    sections, _ = read(file)
    assert "接电话的是邻居".encode() not in everything(file)
    assert [one["outcome"] for one in sections["call_notes"]] == [outcome]
    assert [one["phone"] for one in sections["calls"]] == [CONTACT if whose == "mine" else None]
    assert (CONTACT.encode() in everything(file)) == (whose != "wrong")
    assert sections["notices"] or whose == "wrong"


@pytest.mark.parametrize("of_the_school", [True, False])
async def test_who_erases_what_is_theirs_leaves_the_calls_about_a_schools_matter(
    town: Town, urls: Urls, *, of_the_school: bool
) -> None:
    await settle(town, await rung(town), "reached_online", note="本人自行办理")
    await linked(town, JIA, CONTACT)
    hand = await facing(town, await town.sign_in(JIA), JIA)
    if not of_the_school:
        await do(urls, "UPDATE calls SET matter_id = NULL")

    await erased(town, hand)

    [call] = await rows("calls")
    [attempt] = await rows("call_attempts")
    assert [one is not None for one in (call["phone"], call["phone_index"], attempt["note"])] == [
        of_the_school
    ] * 3


async def test_a_copy_that_is_still_to_be_put_together_goes_with_an_erasure(town: Town) -> None:
    hand = await facing(town, await town.sign_in(YI), YI)
    asked = await hand.post(202, f"{MINE}/data-exports")
    body = {"digest": (await hand.get(f"{MINE}/erasure"))["digest"]}
    erasure = await hand.post(202, f"{MINE}/erasures", body)
    await town.office.my_data.erase_data(ErasureId(unshort("era", erasure["erasureId"]) or UUID(int=0)))

    await town.work()

    [copy] = await rows("data_exports")
    assert (copy["sealed"], copy["state"]) == (None, "ended")
    refused = await hand.send("GET", f"{MINE}/data-exports/{asked['dataExportId']}/file")
    assert (refused.status, refused.code) == (410, "data-export-ended")


async def test_a_call_nobody_has_settled_keeps_its_number(town: Town) -> None:
    await rung(town)
    jia, _ = await town.arrived(town.code)

    await erased(town, await facing(town, jia))

    [call] = await rows("calls")
    assert call["phone"] is not None


async def test_a_message_of_a_matter_that_is_over_says_nothing_any_more(town: Town, urls: Urls) -> None:
    jia, matter, _ = await town.done()
    await ended(urls, "matters", matter, "mtr")

    await erased(town, await facing(town, jia))

    notices = await rows("notices")
    said = [town.core.cipher.open("notices.sealed", one["id"], bytes(one["sealed"])) for one in notices]
    assert notices
    assert all(CONTACT.encode() not in one for one in said)
    assert {bytes(one["to_index"]) for one in notices} == {b""}
    assert await rows("address_codes") == []
    assert (await jia.get(f"{MINE}/erasure"))["goes"][2]["count"] == 0


@pytest.mark.parametrize("state", ["drafted", "queued", "sending", "unknown"])
async def test_a_message_that_is_still_on_its_way_keeps_what_it_says(
    town: Town, urls: Urls, state: str
) -> None:
    jia, matter, _ = await town.done()
    await ended(urls, "matters", matter, "mtr")
    await do(urls, "UPDATE notices SET state = %s", state)
    before = [bytes(one["sealed"]) for one in await rows("notices")]
    codes = len(await rows("address_codes"))

    await erased(town, await facing(town, jia))

    assert [bytes(one["sealed"]) for one in await rows("notices")] == before
    assert len(await rows("address_codes")) == codes


@pytest.mark.parametrize(("ahead", "goes"), [(0, False), (-1, True)])
async def test_a_declined_matter_is_over_once_every_offer_is_past_its_last_day(
    town: Town, urls: Urls, ahead: int, *, goes: bool
) -> None:
    """Until then «not now» may become yes, and reminders go on."""
    jia, matter, _ = await town.done()
    await ended(urls, "matters", matter, "mtr", "declined")
    last_day = beijing_date(town.clock()) + timedelta(days=ahead)
    await do(urls, "UPDATE offers SET last_day = %s", last_day)

    await erased(town, await facing(town, jia))

    assert {bytes(one["to_index"]) == b"" for one in await rows("notices")} == {goes}


async def test_a_message_of_a_running_matter_stays(town: Town) -> None:
    jia, _, _ = await town.under_way()
    before = [bytes(one["sealed"]) for one in await rows("notices")]

    await erased(town, await facing(town, jia))

    assert [bytes(one["sealed"]) for one in await rows("notices")] == before


async def test_a_form_never_confirmed_goes_with_its_case_over_and_a_confirmed_one_stays(
    town: Town, urls: Urls
) -> None:
    jia, matter = await town.arrived()
    case = await town.begun(jia, matter)
    await ended(urls, "cases", case, "case")

    await erased(town, await facing(town, jia))

    [form] = await rows("forms")
    clear = town.core.cipher.open("forms.sealed", form["id"], bytes(form["sealed"])).decode()
    assert not [part.reveal() for part in (*SCHOOL, *JIA) if part.reveal() in clear]
    assert await rows("material_files") == []
    assert (await at_desk(town, "GET", f"/cases/{case}")).status == 200


async def ended(urls: Urls, table: str, text: str, prefix: str, state: str = "closed") -> None:
    """As the chores leave it, weeks later."""
    await do(urls, f"UPDATE {table} SET state = %s WHERE id = %s", state, unshort(prefix, text))  # noqa: S608 - our own names


async def test_what_is_erased_of_one_is_left_to_others(town: Town) -> None:
    await linked(town, JIA, "19900000162")
    hand = await full(town)

    await erased(town, hand)

    assert len(await rows("phone_accounts")) == 1


async def test_the_running_office_may_not_take_away_who_looked_before_half_a_year_is_over(town: Town) -> None:
    jia, _, case = await town.under_way()
    await at_desk(town, "GET", f"/cases/{case}")
    before = len(await rows("data_accesses"))

    town.clock.go_on(timedelta(days=400))  # our clock says so; the database's own does not
    await town.office.my_data.expire_data()

    assert len(await rows("data_accesses")) == before
    assert jia.party
