"""What journeys have in common: the office runs its rules, reads, settles, signs; a holder starts alone."""

import asyncio
import re
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from bff.cli.demo import asking
from bff.cli.demo.accounts import STEP, Enrolled
from bff.cli.demo.client import within
from bff.cli.demo.walk import Walk
from domain.kernel.ids import short
from tests.journeys.town import Town

LISTS = "/v1/console/push-lists"
TELLING = ["invite-holder", "send-notice"]


async def palm(town: Town, *arguments: str) -> str:
    """A command of `palm` to its end: what it printed. Raises DidNotStart with what it said when it fails."""
    return await asyncio.to_thread(town.theatre.stage.run, *arguments)


async def sense(town: Town, login: str = "") -> list[str]:
    """The rules run again; the lists that this made."""
    told = await palm(town, "sense", "--as", login or town.theatre.keys.preparer)
    return re.findall(r"list_\w+", told)


async def add_staff(town: Town, name: str, *roles: str) -> tuple[str, str]:
    """Somebody new in the office, enrolled at the console: login and the token of their session."""
    somebody, token = await enrolled(town, name, *roles)
    return somebody.login, token


async def enrolled(town: Town, name: str, *roles: str) -> tuple[Enrolled, str]:
    """Likewise, with what they sign in with."""
    login, password = f"staff-{uuid4().hex[:6]}", uuid4().hex
    added = await palm(town, "staff", "add", login, "--name", name, *(f"--role={role}" for role in roles))
    key = added.strip().rpartition(" ")[2]
    first = {"login": login, "activationKey": key, "password": password}
    told = await town.client.expect(201, "POST", "/v1/console/activations", json=first)
    somebody = Enrolled(login, name, " ".join(roles), password, told["secret"])
    code = somebody.code(datetime.now(UTC))  # noqa: TID251 - the office runs by the real clock
    confirmed = {"login": login, "activationKey": key, "code": code}
    into = await town.client.expect(201, "POST", "/v1/console/activations/confirmation", json=confirmed)
    return somebody, into["token"]


async def sign_in_again(town: Town, who: Enrolled) -> str:
    """Soon after they enrolled: a code counts once, the next one is taken."""
    code = who.code(datetime.now(UTC) + STEP)  # noqa: TID251 - likewise
    asked = {"login": who.login, "password": who.password, "code": code}
    token: str = (await town.client.expect(201, "POST", "/v1/console/session", json=asked))["token"]
    return token


async def in_another_role(town: Town, who: Enrolled, role: str) -> str:
    """Two colleagues of the security office change it; the token of the session in the new role."""
    asker, confirmer = [
        (await add_staff(town, f"安全管理{name}", "security"))[1] for name in ("之一", "之二")
    ]
    path = "/v1/console/account-changes"
    wish = {"kind": "change_roles", "login": who.login, "roles": [role], "reason": "岗位调整（演示）"}
    change = await town.client.expect(201, "POST", path, token=asker, json=wish)
    decision = f"{path}/{change['changeId']}/decision"
    await town.client.expect(200, "POST", decision, token=confirmer, json={"decision": "confirm"})
    return await sign_in_again(town, who)


async def sign_everything(town: Town) -> None:
    await asking.sign_off(town.walk(town.theatre.people.of("journey")))


async def sense_and_sign(town: Town) -> None:
    await sense(town)
    await sign_everything(town)
    await everybody_is_told(town)


async def everybody_is_told(town: Town) -> None:
    """What a signature set going has gone out; whatever else the worker has to do may go on."""
    open_jobs = "status IN ('todo', 'doing') AND task_name = ANY(%s)"
    await town.until(lambda: town.count("procrastinate_jobs", open_jobs, TELLING) == 0, "the notices")


async def lists_of(town: Town, story: str) -> list[str]:
    """The push lists that tell of a story's licences, oldest first."""
    found = (short("list", row["push_list_id"]) for row in town.findings_of(story))
    return list(dict.fromkeys(found))


async def lines(town: Town, push_list: str, *, party: str = "", reason: str = "") -> list[dict[str, Any]]:
    """Everybody on the list as a chief reads it, page by page; `party`: only this one's lines."""
    found: list[dict[str, Any]] = []
    after = ""
    while True:
        asked = [f"cursor={after}"] * bool(after) + [f"reason={reason}"] * bool(reason)
        path = f"{LISTS}/{push_list}/findings?{'&'.join(asked)}"
        page = await town.client.expect(200, "GET", path, token=town.theatre.keys.chief)
        found += page["findings"]
        after = page.get("nextCursor", "")
        if not after:
            return [one for one in found if party in one["partyName"]]


async def doubts(town: Town, *, state: str = "all") -> list[dict[str, Any]]:
    """As a clerk reads them."""
    path = f"/v1/console/doubts?state={state}"
    page = await town.client.expect(200, "GET", path, token=town.theatre.keys.clerk)
    found: list[dict[str, Any]] = page["doubts"]
    return found


async def doubt_about(town: Town, story: str) -> dict[str, Any]:
    """The one doubt about an enterprise's change."""
    name = town.theatre.people.enterprise(story).name
    [found] = [one for one in await doubts(town) if one["partyName"] == name]
    return found


WHY = "路名变更，位置未变，已与地名主管部门核对"


async def settle(town: Town, story: str, verdict: str = "cleared") -> None:
    """A clerk at the console, for whom the address is only written differently."""
    doubt = await doubt_about(town, story)
    await town.client.expect(
        200,
        "POST",
        f"/v1/console/doubts/{doubt['doubtId']}/settlement",
        token=town.theatre.keys.clerk,
        json={"verdict": verdict, "reason": WHY},
    )


async def act_for(walk: Walk, name: str) -> None:
    """Signed in without a code, and without anything that waits."""
    home = await walk.get("/home", acting=False)
    [walk.party] = [one["partyId"] for one in home["parties"] if one["name"] == name]


async def start(walk: Walk, item: str) -> Any:
    """自己办, until it is known what comes of it."""
    begun = await walk.post(202, f"/items/{item}/starts", None, action=str(uuid4()))

    async def ended() -> Any:
        told = await walk.get(f"/starts/{begun['startId']}")
        return None if told["state"] == "running" else told

    return await within(ended, "what the start leads to")
