"""The bodies a colleague works for (所辖机关) over HTTP: asked for, confirmed, told, and kept to at once."""

from datetime import timedelta
from typing import Any

import pytest

from domain.staff.account import Role
from tests.http.test_staff_sign_in import a_colleague
from tests.http.town import Town
from tests.support.house import rows
from tests.usecases.case_world import LAIXI

HERE, PINGDU = "/v1/console", "11370283MB9990020A"
WHY = {"reason": "调到平度窗口"}


async def _asked(town: Town, wish: dict[str, object]) -> Any:
    path, token = f"{HERE}/account-changes", town.staff[Role.SECURITY]
    return await town.caller.expect(201, "POST", path, json={**WHY, **wish}, token=token)


async def _confirmed(town: Town, wish: dict[str, object]) -> Any:
    change = await _asked(town, wish)
    second = (await a_colleague(town, Role.SECURITY, login=f"second-{len(await rows('staff'))}")).token
    decide = f"{HERE}/account-changes/{change['changeId']}/decision"
    return await town.caller.expect(200, "POST", decide, json={"decision": "confirm"}, token=second)


async def test_a_colleague_given_a_body_finds_nothing_of_another_from_the_next_sign_in_on(town: Town) -> None:
    code = await town.invited()
    jia, matter = await town.arrived(code)
    case = await town.begun(jia, matter)
    clerk = town.colleagues[Role.CLERK]
    before = await town.caller.send("GET", f"{HERE}/cases/{case}", token=clerk.token)

    told = await _confirmed(town, {"kind": "change_bodies", "login": "clerk-1", "bodies": [PINGDU]})

    signed_out = await town.caller.send("GET", f"{HERE}/cases/{case}", token=clerk.token)
    town.clock.go_on(timedelta(minutes=1))  # a code counts once
    token = await clerk.sign_in(address="anew")
    after = await town.caller.send("GET", f"{HERE}/cases/{case}", token=token)
    me = await town.caller.expect(200, "GET", f"{HERE}/me", token=token)
    assert (before.status, signed_out.status, after.status) == (200, 401, 404)
    assert told["bodies"] == [PINGDU]
    assert me["bodies"] == [{"code": PINGDU, "name": "平度市行政审批局"}]


async def test_accounts_and_changes_say_which_bodies_and_nothing_for_every_body(town: Town) -> None:
    await _confirmed(town, {"kind": "change_bodies", "login": "clerk-1", "bodies": [PINGDU, LAIXI]})
    await _confirmed(town, {"kind": "recover", "login": "chief-1"})

    accounts = await town.caller.expect(200, "GET", f"{HERE}/accounts", token=town.staff[Role.AUDIT])
    changes = await town.caller.expect(200, "GET", f"{HERE}/account-changes", token=town.staff[Role.AUDIT])

    bodies = {one["login"]: one.get("bodies") for one in accounts["accounts"]}
    assert (bodies["clerk-1"], bodies["chief-1"]) == ([PINGDU, LAIXI], None)
    assert [one.get("bodies") for one in changes["changes"]] == [None, [PINGDU, LAIXI]]


async def test_every_body_is_given_back_by_saying_so(town: Town) -> None:
    await _confirmed(town, {"kind": "change_bodies", "login": "clerk-1", "bodies": [PINGDU]})

    told = await _confirmed(town, {"kind": "change_bodies", "login": "clerk-1", "everyBody": True})

    assert "bodies" not in told


async def test_bodies_are_listed_by_name_for_who_keeps_accounts(town: Town) -> None:
    told = await town.caller.expect(200, "GET", f"{HERE}/bodies", token=town.staff[Role.SECURITY])

    names = [one["name"] for one in told["bodies"]]
    assert {"code": PINGDU, "name": "平度市行政审批局"} in told["bodies"]
    assert names == sorted(names)


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"kind": "change_bodies"}, "malformed-body"),
        ({"kind": "change_bodies", "bodies": []}, "malformed-body"),
        ({"kind": "change_bodies", "bodies": ["莱西"]}, "malformed-body"),
        ({"kind": "change_bodies", "bodies": [LAIXI], "everyBody": True}, "malformed-body"),
        ({"kind": "recover", "bodies": [LAIXI]}, "malformed-body"),
        ({"kind": "change_bodies", "bodies": ["11370285MB99909999"]}, "bodies-not-fitting"),
        ({"kind": "change_bodies", "login": "audit-1", "bodies": [LAIXI]}, "bodies-not-fitting"),
    ],
)
async def test_bodies_that_cannot_be_are_refused_when_they_are_asked_for(
    town: Town, wish: dict[str, object], code: str
) -> None:
    answer = await town.caller.send(
        "POST",
        f"{HERE}/account-changes",
        json={**WHY, "login": "clerk-1", **wish},
        token=town.staff[Role.SECURITY],
    )

    assert (answer.status, answer.code) == (422, code)
