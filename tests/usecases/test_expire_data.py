"""What is kept no longer goes by itself: the day before it is there, the day after it is not (PI-4)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import psycopg
import pytest
from tortoise.connection import get_connection

from adapters.postgres.expiry import PostgresExpiry
from adapters.postgres.expiry_rows import PLACES
from bff.compose.core import Core
from domain.kernel.ids import MatterId
from domain.privacy.retention import ACCESSES, EVIDENCE, Rule, rules
from domain.usecases.expire_data import ExpireData
from tests.support.house import HandClock, count, rows

RULES = {one.place: one for one in rules(10)}
DAY = timedelta(days=1)
ROW, MATTER, CASE, INVITATION = UUID(int=0xA), UUID(int=0xB), UUID(int=0xC), UUID(int=0xD)
# by which column of its table a rule counts; a day where the table has days
COUNTED = {
    "kept-answers": "kept_at",
    "sign-in-codes": "ends_at",
    "data-exports": "ends_at",
    "outside-sign-ins": "ends_at",
    "appointments": "day",
    "address-codes": "valid_through",
    "calls": "done_at",
    "call-notes": "at",
    "notices": "queued_at",
    "inbox": "done_at",
    "unlinked-wechat": "signed_in_at",
    "left-followers": "ended_at",
    "unlinked-phones": "signed_in_at",
    "identity-checks": "opened_at",
    "sessions": "ended_at",
    "app-devices": "bound_at",
    "sms-tries": "tried_at",
    "staff-sessions": "ended_at",
    "alerts": "read_at",
    "gateway-tickets": "issued_at",
    "looks": "at",
    "consents": "withdrawn_at",
    "erasures": "done_at",
    "evidence": "kept_at",
}
COLUMNS = """
SELECT column_name, data_type, is_nullable, column_default FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s
"""
FILLED: dict[str, Any] = {
    "uuid": ROW,
    "bytea": b"\x01sealed",
    "text": "x",
    "character varying": "x",
    "boolean": False,
    "jsonb": "[]",
}


async def put(table: str, at: datetime, /, **values: object) -> None:
    """One row, each column that must have something filled with something."""
    found: dict[str, object] = {}
    for column in await get_connection("default").execute_query_dict(COLUMNS, [table]):
        name, kind = column["column_name"], column["data_type"]
        if name in values:
            found[name] = values[name]
        elif column["is_nullable"] == "NO" and column["column_default"] is None:
            found[name] = FILLED.get(kind, at if "timestamp" in kind else at.date() if kind == "date" else 1)
    names, marks = ", ".join(found), ", ".join(["%s"] * len(found))
    await get_connection("default").execute_query(
        f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - our own names
        list(found.values()),
    )


async def ended(rule: Rule, at: datetime) -> None:
    """A row of the rule's place that came to its end then."""
    place = PLACES[rule.place]
    more: dict[str, object] = {COUNTED[rule.place]: at, "id": ROW}
    if place.table in ("visitors", "phone_accounts"):
        more["person_id"] = None
    if rule.place == "identity-checks":
        more["forgotten_at"] = at
    if rule.place == "notices":
        await put("matters", at, id=MATTER, state="closed")
        more |= {"matter_id": MATTER, "to_index": b"\x01" * 32}
    if rule.place in ("calls", "call-notes", "evidence", "erasures", "data-exports"):
        more |= {"phone": b"\x01", "note": b"\x01", "sealed": b"\x01", "matter_id": None}
    await put(place.table, at, **more)


async def is_there(rule: Rule) -> bool:
    """Whether anything is left of it that the rule is for."""
    place = PLACES[rule.place]
    far = datetime(2999, 1, 1, tzinfo=UTC)
    asked = {"before": far, "day": far.date(), "today": far.date()}
    sql = f"SELECT count(*) AS n FROM {place.table} WHERE {place.over}"  # noqa: S608 - our own names
    [row] = await get_connection("default").execute_query_dict(sql, asked)  # type: ignore[arg-type]  # psycopg takes names too
    return bool(row["n"])


def expiring(core: Core, *which: Rule) -> ExpireData:
    return ExpireData(PostgresExpiry(core.cipher, core.new_id), which, core.atomic, core.now)


@pytest.mark.parametrize("place", [*COUNTED])
async def test_a_day_before_its_time_a_row_is_there_and_a_day_after_it_is_gone(
    core: Core, clock: HandClock, place: str
) -> None:
    rule, end = RULES[place], clock()
    await ended(rule, end)
    expire = expiring(core, rule)

    clock.at = end + rule.after - DAY
    assert await expire() == {}
    assert await is_there(rule)

    clock.at = end + rule.after + DAY
    assert await expire() == {place: 1}
    assert not await is_there(rule)
    assert await expire() == {}


def test_every_rule_is_tried() -> None:
    assert set(COUNTED) | {ACCESSES} == set(RULES)


async def test_a_callback_nobody_could_ever_use_goes_by_the_day_it_came(core: Core, clock: HandClock) -> None:
    rule, came = RULES["inbox"], clock()
    await put("inbox", came, done_at=None, received_at=came)

    clock.at = came + rule.after - DAY
    assert await expiring(core, rule)() == {}

    clock.at = came + rule.after + DAY
    assert await expiring(core, rule)() == {"inbox": 1}


async def test_a_blank_notice_still_reads_as_one(core: Core, clock: HandClock) -> None:
    rule = RULES["notices"]
    await ended(rule, clock())
    clock.go_on(rule.after + DAY)

    await expiring(core, rule)()

    [row] = await rows("notices")
    said = msgspec.json.decode(core.cipher.open("notices.sealed", row["id"], bytes(row["sealed"])))
    assert said == {"to": "", "values": {}, "wording": ""}
    assert bytes(row["to_index"]) == b""


async def test_a_notice_of_a_running_matter_stays(core: Core, clock: HandClock) -> None:
    rule = RULES["notices"]
    await ended(rule, clock())
    await get_connection("default").execute_query("UPDATE matters SET state = 'under_way'")
    clock.go_on(rule.after + DAY)

    assert await expiring(core, rule)() == {}


@pytest.mark.parametrize(("last", "goes"), [(DAY, False), (-DAY, True)])
async def test_a_notice_of_a_declined_matter_goes_once_nothing_can_come_of_it(
    core: Core, clock: HandClock, last: timedelta, *, goes: bool
) -> None:
    rule = RULES["notices"]
    await ended(rule, clock())
    await get_connection("default").execute_query("UPDATE matters SET state = 'declined'")
    clock.go_on(rule.after + DAY)
    await put("invitations", clock(), id=INVITATION, matter_id=MATTER)
    await put("offers", clock(), invitation_id=INVITATION, last_day=(clock() + last).date())

    assert await expiring(core, rule)() == ({"notices": 1} if goes else {})


class Failing(PostgresExpiry):
    """One of the rules cannot be kept."""

    async def expire(self, rule: Rule, before: datetime, *, size: int) -> int:
        if rule.place == "sign-in-codes":
            raise RuntimeError("no such table")
        return await super().expire(rule, before, size=size)


async def test_a_rule_that_fails_stops_none_after_it(core: Core, clock: HandClock) -> None:
    which = RULES["sign-in-codes"], RULES["address-codes"]
    await ended(which[1], clock())
    clock.go_on(which[1].after + DAY)
    expire = ExpireData(Failing(core.cipher, core.new_id), which, core.atomic, core.now)

    with pytest.raises(ExceptionGroup) as failed:
        await expire()

    assert await count("address_codes") == 0
    assert [str(one) for one in failed.value.exceptions] == ["no such table"]
    assert failed.value.exceptions[0].__notes__ == ["sign-in-codes"]


@pytest.mark.parametrize(
    ("state", "until", "goes"),
    [
        ("closed", "1999-12-31", True),
        ("closed", None, False),  # for ever
        ("closed", "2999-12-31", False),
        ("accepted", "1999-12-31", False),  # under way again
    ],
)
async def test_evidence_goes_no_sooner_than_the_archive_of_its_case(
    core: Core, clock: HandClock, state: str, until: str | None, *, goes: bool
) -> None:
    rule, end = RULES[EVIDENCE], clock()
    await core.evidence.keep("intent", b"{}", matter=MatterId(MATTER))
    await put("matters", end, id=MATTER, state="closed")
    await put("cases", end, id=CASE, matter_id=MATTER, state=state)
    await put("archives", end, case_id=CASE, until=until)
    clock.go_on(rule.after + DAY)

    assert await expiring(core, rule)() == ({EVIDENCE: 1} if goes else {})


async def test_evidence_of_a_year_of_our_own_choosing_goes_then(core: Core, clock: HandClock) -> None:
    [rule] = [one for one in rules(4) if one.place == EVIDENCE]
    await ended(rule, clock())

    clock.go_on(timedelta(days=3 * 366))
    assert await expiring(core, rule)() == {}
    clock.go_on(timedelta(days=367))
    assert await expiring(core, rule)() == {EVIDENCE: 1}

    [row] = await rows("evidence")
    assert row["sealed"] is None
    assert bytes(row["digest"])


async def test_who_looked_goes_by_the_owners_function_after_half_a_year(core: Core, clock: HandClock) -> None:
    [now] = await get_connection("default").execute_query_dict("SELECT now() AS at")
    clock.at = now["at"]
    rule = RULES[ACCESSES]
    for number, age in enumerate((rule.after - DAY, rule.after + DAY)):
        await put("data_accesses", clock() - age, id=UUID(int=number), at=clock() - age)

    assert await expiring(core, rule)() == {ACCESSES: 1}

    assert [row["id"] for row in await rows("data_accesses")] == [UUID(int=0)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        await get_connection("default").execute_query("DELETE FROM data_accesses")
    with pytest.raises(psycopg.errors.RaiseException, match="six months"):
        await get_connection("default").execute_query("SELECT palm_expire_accesses(now())")


async def test_what_went_is_written_down_and_once_a_day_that_nothing_did(
    core: Core, clock: HandClock
) -> None:
    rule = RULES["sign-in-codes"]
    expire = expiring(core, rule)
    await expire()
    await ended(rule, clock() - rule.after - DAY)
    await expire()
    await expire()
    clock.go_on(timedelta(days=1, hours=1))
    await expire()

    runs = await rows("retention_runs")
    assert [(one["rule"], one["removed"]) for one in runs] == [
        ("sign-in-codes", 0),
        ("sign-in-codes", 1),
        ("sign-in-codes", 0),
    ]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        await get_connection("default").execute_query("DELETE FROM retention_runs")


async def test_more_than_one_transaction_holds_goes_in_one_run(core: Core, clock: HandClock) -> None:
    rule = RULES["address-codes"]
    long_ago = clock() - timedelta(days=400)
    for number in range(3):
        await put(
            "address_codes", long_ago, id=UUID(int=number), digest=bytes([number]), valid_through=long_ago
        )
    expiry = PostgresExpiry(core.cipher, core.new_id)
    async with core.atomic():
        assert await expiry.expire(rule, clock() - rule.after, size=2) == 2

    assert await expiring(core, rule)() == {"address-codes": 1}
    assert await count("address_codes") == 0
