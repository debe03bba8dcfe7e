"""审管衔接 over HTTP: what was granted is told, a day that differs is shown, and a gap is filled."""

import hashlib
import json

from adapters.envelope.signature import EnvelopeKey
from domain.staff.account import Role
from tests.fakes.regulator import REGULATOR, FakeRegulator
from tests.http.caller import Answer
from tests.http.town import Town
from tests.support.house import jobs_deferred

DAYS, REPLAY = "/v1/console/supervision/days", "/v1/console/supervision/replay"
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
