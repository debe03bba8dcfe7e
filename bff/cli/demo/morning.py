"""A morning at the office (上午): something to find in each of the eight queues of 今日待办.

People write, wait and complain over the same HTTP as everybody, vendors are moved by their own levers, and
what takes days is aged for the demonstration alone (ageing.py). Each scene is played once in a folder.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.sandbox.city import City, Enterprise, Organisation
from bff.cli import data
from bff.cli.demo import asking
from bff.cli.demo.accounts import Keys
from bff.cli.demo.ageing import days_pass
from bff.cli.demo.client import Client, within
from bff.cli.demo.walk import Cast, Levers, Walk
from bff.settings import Settings

PLAYED = "demo-morning.json"
AT_COUNTER = ("delivered_self", "delivered_other")
COMPLAINT = "提交以后一直要我补材料，窗口电话也没有人接，请说明到底还缺什么。"
DISPUTE = "原证上的地址少印了楼号，登记系统里是对的。"
REFUSED = "变更后的法定代表人信息应当先由登记机关更正（演示）"
BAD_WORDS = "为什么不受理说得不清楚，通知书也打不开。"
TO_RENAME = ("moved", "renamed-builder", "happy-01", "happy-03")
Scene = Callable[["Morning"], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Morning:
    """`cast_of` as the demonstration casts a journey."""

    folder: Path
    settings: Settings
    client: Client
    people: City
    keys: Keys
    at: Levers
    enterprises: str  # where the enterprise register's levers are
    cast_of: Callable[[Organisation | Enterprise, Keys], Cast]

    def walk(self, one: Organisation | Enterprise) -> Walk:
        """Nobody listens to what is said on the way."""
        return Walk(self.client, self.cast_of(one, self.keys), self.at, lambda *_: None)

    async def lever(self, url: str, body: Mapping[str, object]) -> Any:
        return await self.client.expect(200, "POST", url, json=body)

    async def until(self, walk: Walk, *states: str) -> str:
        """The case has come so far; the state it is in."""

        async def there() -> str | None:
            state: str = (await walk.read())["state"]
            return state if state in states else None

        return await within(there, f"the case to be {states[0]}")


async def play(morning: Morning) -> int:
    """How many scenes were played now; those of an earlier start are left as the office left them."""
    played = _played(morning.folder)
    left = [scene for scene in (*SIDE_BY_SIDE, *ONE_BY_ONE) if scene.__name__ not in played]
    await asyncio.gather(*(_once(morning, scene) for scene in left if scene in SIDE_BY_SIDE))
    for scene in left:
        if scene in ONE_BY_ONE:
            await _once(morning, scene)
    await a_push_list(morning)
    return len(left)


async def in_hand(morning: Morning) -> tuple[str, ...]:
    """Whose old certificate waits to be scanned, and what is printed on it: nobody here holds the paper."""
    path, people = "/v1/console/certificates?limit=100", morning.people
    told = await morning.client.expect(200, "GET", path, token=morning.keys.clerk)
    printed = {one.name: [one.certificate.number] for one in people.organisations}
    printed |= {one.name: [each.certificate.number for each in one.licences] for one in people.enterprises}
    return tuple(
        f"{row['partyName']}　{number}"
        for row in told["certificates"]
        if "scan_certificates" in row["actions"]
        for number in printed.get(row["partyName"], ())
        if any((number[:3], number[-4:]) == (hint[:3], hint[-4:]) for hint in row["expected"]["numbers"])
    )


async def _once(morning: Morning, scene: Scene) -> None:
    _note(morning.folder, scene.__name__, await scene(morning))


def _note(folder: Path, name: str, case: str) -> None:
    (folder / PLAYED).write_text(json.dumps({**_played(folder), name: case}))


def _played(folder: Path) -> dict[str, str]:
    """The scenes, each with the case it is about, if any."""
    note = folder / PLAYED
    noted: dict[str, str] = json.loads(note.read_text()) if note.exists() else {}
    return noted


async def a_reply(morning: Morning) -> str:
    """Calls: somebody answered the text message with 1."""
    firm = morning.people.enterprise("happy-05")
    await morning.lever(f"{morning.at.sms}/__reply", {"phone": firm.contact_phone, "content": "1"})
    return ""


async def a_parcel(morning: Morning) -> str:
    """Old certificates: a parcel has come and nobody has scanned it, while the clock of its case runs out."""
    walk = await _confirmed(morning, _society(morning.people))

    async def arrived() -> bool | None:
        shipment = walk.shipment(await walk.read(), "collect")
        return (shipment is not None and shipment["state"] in AT_COUNTER) or None

    await morning.until(walk, "accepted")
    await within(arrived, "the parcel at the counter")
    return walk.case


async def an_instant_case(morning: Morning) -> str:
    """Instant approval: the holder says their certificate is misprinted, so the rules leave it to people."""
    firm = morning.people.enterprise("by-hand")
    await _mode(morning, "away", firm, status="已受理")
    walk = await _asked(morning, firm)
    form = await asking.filled(walk)
    says = {"field": "printed_address", "says": DISPUTE}
    if form["state"] != "confirmed":
        await walk.post(200, f"/cases/{walk.case}/form/disputes", says, action="dispute")
    await asking.confirm(walk)
    await morning.until(walk, "accepted")
    return walk.case


async def a_supplement(morning: Morning) -> str:
    """Supplements and grievances: asked for one material again, due tomorrow; the person complains of it."""
    firm = morning.people.enterprise("happy-04")
    await _mode(morning, "away", firm, status="已提交")
    walk = await _confirmed(morning, firm)
    if await morning.until(walk, "filed", "supplementing") == "filed":
        await _decide(morning, walk, "supplement", reasons=[], materials=[0])
    await morning.until(walk, "supplementing")
    await walk.post(201, "/grievances", {"kind": "complaint", "words": COMPLAINT, "caseId": walk.case})
    return walk.case


async def a_bad_rating(morning: Morning) -> str:
    """Grievances and what is stuck: not accepted, the notice arrives with a broken seal, rated one star."""
    firm = morning.people.enterprise("happy-09")
    await _mode(morning, "away", firm, status="已提交")
    walk = await _confirmed(morning, firm)
    if await morning.until(walk, "filed", "not_accepted", "closed") == "filed":
        await _refuse(morning, walk)
    await morning.until(walk, "not_accepted", "closed")
    rated = {"level": 1, "tags": ["108"], "text": BAD_WORDS}
    await walk.post(201, f"/cases/{walk.case}/rating", rated, action="rate")
    return walk.case


async def a_week(morning: Morning) -> str:
    """Clocks and rechecks: what days would bring about."""
    played = _played(morning.folder)
    await days_pass(morning.settings, accepted=played["a_parcel"], supplemented=played["a_supplement"])
    return ""


async def a_push_list(morning: Morning) -> None:
    """Push lists: an enterprise was renamed this morning, the rules ran again, nobody has signed yet.

    At every start: whoever walks a journey signs what waits.
    """
    chief, played = morning.keys.chief, _played(morning.folder)
    told = await morning.client.expect(200, "GET", "/v1/console/push-lists", token=chief)
    left = [story for story in TO_RENAME if story not in played]
    if not left or any(one["state"] == "prepared" for one in told["pushLists"]):
        return
    firm = morning.people.enterprise(left[0])
    renamed = {"uscc": firm.uscc, "name": firm.name.replace("有限公司", "股份有限公司")}
    await morning.lever(f"{morning.enterprises}/__change", renamed)
    _note(morning.folder, left[0], "")
    await data.sense(morning.settings, morning.keys.preparer)


SIDE_BY_SIDE: tuple[Scene, ...] = (a_reply, a_parcel, an_instant_case, a_supplement)
ONE_BY_ONE: tuple[Scene, ...] = (a_bad_rating, a_week)
"""The bad rating alone: its paper is known by the number the back-end gives next."""


def _society(people: City) -> Organisation:
    """The second of its story: the first is one of those to sign in as."""
    return [one for one in people.organisations if one.story == "due-society"][1]


async def _asked(morning: Morning, one: Organisation | Enterprise) -> Walk:
    walk = morning.walk(one)
    for step in (asking.notice, asking.identity, asking.arrive, asking.say_yes):
        await step(walk)
    return walk


async def _confirmed(morning: Morning, one: Organisation | Enterprise) -> Walk:
    walk = await _asked(morning, one)
    await asking.confirm(walk)
    return walk


async def _refuse(morning: Morning, walk: Walk) -> None:
    """The back-end says no; what it sealed next arrives broken, once."""
    papers = (await morning.client.expect(200, "GET", f"{morning.at.approval}/__books"))["papers"]
    following = max((int(one["doc_id"][1:]) for one in papers), default=0) + 1
    broken = {"path": f"/api/v1/documents/D{following:09d}"}
    await morning.lever(f"{morning.at.approval}/__mode", {"mode": "bad_seal", "times": 1, "match": broken})
    await _decide(morning, walk, "refuse", reasons=[REFUSED], materials=[])


async def _mode(morning: Morning, mode: str, firm: Enterprise, *, status: str) -> None:
    """Nobody at the back-end takes this one up in that state."""
    match = {"applicantCode": firm.uscc, "status": status}
    await morning.lever(f"{morning.at.approval}/__mode", {"mode": mode, "match": match})


async def _decide(
    morning: Morning, walk: Walk, outcome: str, *, reasons: list[str], materials: list[int]
) -> None:
    """A hand at the approval back-end."""
    number = (await walk.read())["number"]
    told = {"caseNo": number, "outcome": outcome, "reasons": reasons, "materials": materials}
    await morning.lever(f"{morning.at.approval}/__decide", told)
