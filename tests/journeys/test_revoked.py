"""Drawn by lot and found wrong (抽查、撤销): heard, signed by another, done by their push alone.

Days do not pass in a test: when it was decided is moved back, so that its week is over and the lot is drawn.
"""

from dataclasses import replace
from typing import Any

from adapters.sandbox.approval_cases import ACCEPTED, REVOKED
from adapters.sandbox.city import Enterprise
from bff.cli.demo import asking, fulfilling
from bff.cli.demo.walk import Walk
from tests.journeys import ends, office_work
from tests.journeys.town import Town, in_row, known, shown

STORY = "granted-wrongly"
RECHECKS, REVOCATIONS = "/v1/console/instant/rechecks", "/v1/console/revocations"
WRONG = "变更决定已被登记机关撤销，办结时的名称有误（演示）"
STATEMENT = "名称变更是登记机关办理的，我们并不知情。"
WEEKS = 21  # days


async def test_a_wrong_grant_found_by_lot_is_heard_signed_by_another_and_revoked_in_bank_and_wallet(
    town: Town,
) -> None:
    firm = town.theatre.people.enterprise(STORY)
    walk = await _granted_on_rules(town, firm)
    old, granted = sorted(await town.licences_of(firm.uscc), key=lambda one: int(one["version"]))
    before = await _newest_card(town, walk)

    judged = await _drawn_and_found_wrong(town, walk)
    revocation = await _prepared(town, walk, judged["recheckId"])
    path = f"{REVOCATIONS}/{revocation}"
    unheard = await _signs(town, path, town.theatre.keys.chief)
    await _the_person_speaks(walk)
    by_a_clerk = await _signs(town, path, town.theatre.keys.clerk)
    still = await _newest_card(town, walk)
    signed = await _signs(town, path, town.theatre.keys.chief)
    await ends.reads(walk, "revoked")
    await town.quiet()

    case, theirs = await walk.read(), await town.their_case(walk)
    told = await town.client.expect(200, "GET", path, token=town.theatre.keys.chief)
    assert (before["statusText"], still["statusText"]) == ("有效", "有效")
    assert (unheard.status, unheard.body["type"]) == (409, "/problems/hearing-not-over")
    assert (by_a_clerk.status, by_a_clerk.body["type"]) == (403, "/problems/role-missing")
    assert (signed.status, signed.body["state"]) == (200, "signed")
    assert (case["stateText"], theirs["status"], told["state"]) == ("已撤销", REVOKED, "revoked")
    assert told["statement"]["words"] == case["revocation"]["statement"] == STATEMENT
    assert case["revocation"]["reasons"] == [WRONG]
    assert [one["kind"] for one in case["revocation"]["remedies"]] == ["行政复议", "行政诉讼"]
    assert "revocation" in {one["kind"] for one in case["documents"]}
    assert await _states(town, firm) == {old["identifier"]: "superseded", granted["identifier"]: "revoked"}
    assert (await _newest_card(town, walk))["statusText"] == "已撤销"
    assert {"revocation-proposed"} <= set(ends.told(town, walk))
    assert await ends.row_of(town, "instant", judged["recheckId"]) is None
    assert [one for one in town.ledger_kinds(walk) if "revo" in one or "recheck" in one] == [
        *("recheck-drawn", "recheck-judged", "revocation-prepared", "revocation-heard"),
        *("revocation-signed", "revocation-told", "case-revoked"),
    ]


async def _granted_on_rules(town: Town, firm: Enterprise) -> Walk:
    """Renamed in the register, told, asked for, granted on what the rules said, in the wallet."""
    name = firm.name.replace("有限公司", "股份有限公司")
    await town.lever("enterprise_register", "/__change", uscc=firm.uscc, name=name)
    await office_work.sense_and_sign(town)
    walk = town.enterprise_walk(STORY)
    walk.cast = replace(walk.cast, organisation=name)
    await known(walk)
    await asking.say_yes(walk)
    match = {"applicantCode": firm.uscc, "status": ACCEPTED}
    await town.lever("approval", "/__mode", mode="away", match=match)
    await asking.confirm(walk)
    await town.until(lambda: _is_proposed(town, walk), "the proposal")
    await town.lever("approval", "/__mode", mode="ok", match=match)
    await fulfilling.decided(walk)
    await ends.reads(walk, "delivered")
    await town.quiet()
    assert (await walk.read())["instant"]["state"] == "adopted"
    return walk


async def _is_proposed(town: Town, walk: Walk) -> bool:
    proposals = (await town.book("approval"))["proposals"]
    return any(one["content"]["bizNo"] == walk.case for one in proposals)


async def _drawn_and_found_wrong(town: Town, walk: Walk) -> Any:
    """The clerk looks at what the lot fell on; nothing is taken back by that."""
    case, clerk = in_row("case", walk.case), town.theatre.keys.clerk
    sql = "UPDATE cases SET decided_at = %s WHERE id = %s RETURNING id"
    [_] = town.rows(sql, ends.days_ago(WEEKS), case)
    await ends.chore(town, lambda office: office.instant.draw_sample)
    [drawn] = town.rows("SELECT id FROM rechecks WHERE case_id = %s", case)
    recheck = shown("rck", drawn["id"])
    row = await ends.row_of(town, "instant", recheck)
    assert row is not None
    assert row["action"] == "复核"

    verdict = {"verdict": "wrong", "reason": WRONG}
    judged = await town.client.expect(200, "POST", f"{RECHECKS}/{recheck}/verdict", token=clerk, json=verdict)
    waiting = await ends.row_of(town, "instant", recheck)
    assert waiting is not None
    assert waiting["action"] == "拟撤销"
    assert (await walk.read())["state"] == "delivered"
    return judged


async def _prepared(town: Town, walk: Walk, recheck: str) -> str:
    wanted = {"basis": "unqualified", "reasons": [WRONG], "recheckId": recheck}
    path = f"/v1/console/cases/{walk.case}/revocation"
    made = await town.client.expect(201, "POST", path, token=town.theatre.keys.clerk, json=wanted)
    row = await ends.row_of(town, "instant", made["revocationId"])
    assert row is not None
    assert row["action"] == "听取意见"
    found: str = made["revocationId"]
    return found


async def _the_person_speaks(walk: Walk) -> None:
    read = (await walk.read())["revocation"]
    assert (read["state"], read["reasons"]) == ("hearing", [WRONG])
    await walk.post(200, f"/cases/{walk.case}/revocation/statement", {"words": STATEMENT})


async def _signs(town: Town, path: str, token: str) -> Any:
    return await town.client.send("POST", f"{path}/signature", token=token, json={"decision": "sign"})


async def _states(town: Town, firm: Enterprise) -> dict[str, str]:
    return {one["identifier"]: one["state"] for one in await town.licences_of(firm.uscc)}


async def _newest_card(town: Town, walk: Walk) -> Any:
    """Of the licence this case led to, once the bank was asked anew."""
    ends.wallet_asks_again(town, walk)
    licence = (await walk.read())["licenceId"]
    [card] = [one for one in (await walk.get("/wallet"))["cards"] if one["licenceId"] == licence]
    return card
