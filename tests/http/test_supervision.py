"""审管衔接 over HTTP: what was granted is told, a day that differs is shown, and a gap is filled."""

import hashlib
import json
from dataclasses import replace

import pytest

from adapters.envelope.signature import EnvelopeKey
from domain.decisions.outside import DocumentKind
from domain.staff.account import Role
from tests.fakes.regulator import REGULATOR, FakeRegulator
from tests.http.afterwards import REMEDIES
from tests.http.caller import Answer
from tests.http.town import Town
from tests.support.house import jobs_deferred, rows

DAYS, REPLAY = "/v1/console/supervision/days", "/v1/console/supervision/replay"
BODY = "11370285MB9990012C"
GAPS = "/v1/callbacks/regulator/gaps"


def regulator(town: Town) -> FakeRegulator:
    found = town.office.supervision.push_result.regulator
    assert isinstance(found, FakeRegulator)
    return found


async def gap(
    town: Town, body: str, *, key: EnvelopeKey = REGULATOR, first: int = 1, last: int = 1
) -> Answer:
    content = json.dumps({"body": body, "from": first, "to": last}).encode()
    stamp = str(int(town.clock().timestamp()))
    nonce = hashlib.sha256(content + str(len(town.caller.seen)).encode()).hexdigest()[:24]
    headers = {
        "Content-Type": "application/json",
        "X-App-Id": key.app_id,
        "X-Timestamp": stamp,
        "X-Nonce": nonce,
        "X-Sign-Alg": key.algorithm,
        "X-Signature": key.sign("POST", GAPS, stamp, nonce, content),
    }
    return await town.caller.send("POST", GAPS, content=content, headers=headers, key="")


async def told(town: Town) -> tuple[str, FakeRegulator]:
    """A case was done, so its regulator has one result: for which body."""
    await town.done()
    platform = regulator(town)
    [(body, seq)] = platform.kept
    assert seq == 1
    return body, platform


async def told_twice(town: Town) -> tuple[str, FakeRegulator]:
    """The same case was revoked afterwards: numbers 1 and 2."""
    _, _, case = await town.done()
    town.approval.seal(town.approval.filings[case][1].number, DocumentKind.REVOCATION)
    await town.push(case, "撤销", reasons=["不符合法定条件（演示）"], remedies=REMEDIES)
    platform = regulator(town)
    assert list(platform.kept) == [(BODY, 1), (BODY, 2)]
    return BODY, platform


async def replays() -> list[tuple[str, dict[str, object]]]:
    """Who of the office sent what again, as the ledger has it."""
    found = await rows("ledger_entries")
    return [(row["staff"], row["facts"]) for row in found if row["kind"] == "results-replayed"]


async def test_a_day_that_differs_is_shown_and_sent_again_by_business(town: Town) -> None:
    body, platform = await told(town)
    business, audit = town.staff[Role.BUSINESS], town.staff[Role.AUDIT]
    platform.kept.clear()
    await town.office.supervision.reconcile_results()

    [day] = (await town.caller.expect(200, "GET", DAYS, token=audit))["days"]
    sent = {"body": body, "first": 1, "last": 1}
    refused = await town.caller.send("POST", REPLAY, json=sent, token=audit)
    answer = await town.caller.expect(200, "POST", REPLAY, json=sent, token=business)
    await town.work()
    await town.office.supervision.reconcile_results()
    [after] = (await town.caller.expect(200, "GET", DAYS, token=business))["days"]

    assert (day["agrees"], day["missing"], day["theirs"]) == (False, [1], 0)
    assert (refused.status, answer) == (403, {"count": 1})
    assert (after["agrees"], after["missing"], after["theirs"]) == (True, [], 1)


async def test_there_are_no_days_before_anything_was_told(town: Town) -> None:
    told_days = await town.caller.expect(200, "GET", DAYS, token=town.staff[Role.BUSINESS])

    assert told_days == {"days": []}


@pytest.mark.parametrize(
    ("role", "reads", "sends"),
    [
        (Role.BUSINESS, 200, 200),
        (Role.AUDIT, 200, 403),
        (Role.CHIEF, 403, 403),
        (Role.CLERK, 403, 403),
        (Role.SECURITY, 403, 403),
    ],
)
async def test_business_reads_and_sends_audit_reads_and_nobody_else_either(
    town: Town, role: Role, reads: int, sends: int
) -> None:
    token, before = town.staff[role], await jobs_deferred()

    read = await town.caller.send("GET", DAYS, token=token)
    sent = await town.caller.send("POST", REPLAY, json={"body": BODY, "first": 1, "last": 1}, token=token)

    assert (read.status, sent.status) == (reads, sends)
    assert {one.code for one in (read, sent)} <= {"", "role-missing"}
    assert await jobs_deferred() == before
    assert len(await replays()) == (sends == 200)


async def test_what_they_lack_what_they_have_too_much_and_what_differs_is_told_number_by_number(
    town: Town,
) -> None:
    body, platform = await told_twice(town)
    day, receipt = platform.kept.pop((body, 1))
    platform.kept[body, 7] = (day, replace(receipt, seq=7))
    day, receipt = platform.kept[body, 2]
    platform.kept[body, 2] = (day, replace(receipt, digest="0" * 64))
    await town.office.supervision.reconcile_results()

    [told] = (await town.caller.expect(200, "GET", DAYS, token=town.staff[Role.AUDIT]))["days"]

    assert {name: told[name] for name in ("body", "day", "agrees", "ours", "receipted", "theirs")} == {
        "body": body,
        "day": "2026-11-23",
        "agrees": False,
        "ours": 2,
        "receipted": 2,
        "theirs": 2,
    }
    assert (told["missing"], told["surplus"]) == ([1, 2], [7])


async def test_only_the_missing_number_is_sent_again_and_who_did_stands_in_the_ledger(town: Town) -> None:
    body, platform = await told_twice(town)
    platform.kept.pop((body, 1))
    before = list(platform.pushed)

    sent = {"body": body, "first": 1, "last": 1}
    answer = await town.caller.expect(200, "POST", REPLAY, json=sent, token=town.staff[Role.BUSINESS])
    await town.work()

    assert answer == {"count": 1}
    assert platform.pushed[len(before) :] == [(body, 1)]
    assert await replays() == [("business-1", {"body": body, "first": 1, "last": 1, "count": 1})]


async def test_one_key_sends_once_and_never_something_else(town: Town) -> None:
    body, platform = await told(town)
    business, sent = town.staff[Role.BUSINESS], {"body": body, "first": 1, "last": 1}

    once, twice = [
        await town.caller.send("POST", REPLAY, json=sent, token=business, key="same") for _ in range(2)
    ]
    other = await town.caller.send("POST", REPLAY, json={**sent, "last": 2}, token=business, key="same")
    await town.work()

    assert (once.status, once.raw.content) == (200, twice.raw.content)
    assert (other.status, other.code) == (422, "idempotency-key-reused")
    assert platform.pushed == [(body, 1), (body, 1)]
    assert len(await replays()) == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"first": 2, "last": 1}, "result-range-wrong"),
        ({"first": 1, "last": 1001}, "result-range-wrong"),
        ({"first": 0}, "malformed-body"),
        ({"first": "1"}, "malformed-body"),
        ({"body": "11370285mb9990012c"}, "malformed-body"),
        ({"reason": "x"}, "malformed-body"),
    ],
)
async def test_a_range_that_is_none_sends_nothing(town: Town, changed: dict[str, object], code: str) -> None:
    sent = {"body": BODY, "first": 1, "last": 1} | changed

    answer = await town.caller.send("POST", REPLAY, json=sent, token=town.staff[Role.BUSINESS])

    assert (answer.status, answer.code) == (422, code)
    assert await replays() == []


async def test_of_a_body_nothing_was_made_for_nothing_is_sent(town: Town) -> None:
    _, platform = await told(town)
    before = list(platform.pushed)

    sent = {"body": "11370200MB9990013A", "first": 1, "last": 1000}
    answer = await town.caller.expect(200, "POST", REPLAY, json=sent, token=town.staff[Role.BUSINESS])
    await town.work()

    assert answer == {"count": 0}
    assert platform.pushed == before


async def test_their_signed_gap_is_filled(town: Town) -> None:
    body, platform = await told(town)
    platform.kept.clear()

    answer = await gap(town, body)
    await town.work()

    assert (answer.status, answer.body) == (200, {"count": 1, "code": "0", "msg": "ok"})
    assert list(platform.kept) == [(body, 1)]


async def test_a_gap_signed_by_somebody_else_is_not_heard(town: Town) -> None:
    body, platform = await told(town)
    before = await jobs_deferred()

    answer = await gap(town, body, key=EnvelopeKey(REGULATOR.app_id, b"not theirs"))

    assert answer.status == 401
    assert await jobs_deferred() == before
    assert platform.pushed == [(body, 1)]


async def test_a_gap_too_wide_is_refused(town: Town) -> None:
    body, _ = await told(town)

    answer = await gap(town, body, last=1001)

    assert (answer.status, answer.code) == (422, "result-range-wrong")
