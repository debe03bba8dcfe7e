"""An enterprise's agent (经办人) by mandate (授权委托): given with the face, each use told of, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from adapters.sandbox.city import Person
from bff.cli.demo import asking, bundle
from bff.cli.demo.client import StepFailed, within
from bff.cli.demo.mini_program import MiniProgram
from bff.cli.demo.steps import OPENING, TO_THE_END

DAYS = timedelta(days=90)
USED, TEXTED, GONE = "mandate-used", "受托人代您办理事项", 404


@dataclass(frozen=True, slots=True)
class Errand:
    """Two phones: of whom the register names, and of `helper`, whom no register names."""

    giver: MiniProgram
    agent: MiniProgram
    helper: Person
    today: date


async def walk_all(errand: Errand) -> None:
    """The bundle walked by the agent; what is the principal's own is left to the representative."""
    giver, agent = errand.giver.walk, errand.agent.walk
    for _, step in OPENING:
        await step(errand.giver)
    await asking.arrive(giver)
    shown = await giver.get(f"/matters/{giver.matter}")
    mandate = await give(errand, [item["itemCode"] for item in shown["items"]])
    await take_up(errand)
    for _, step in TO_THE_END:
        await step(errand.agent)
    giver.cases = agent.cases
    await bundle.cards(giver)
    await told(errand, mandate)
    await bundle.rate_all(giver, giver.cases)
    await bundle.ask_department(giver)
    await take_back(errand, mandate)
    await find_nothing(errand, f"/cases/{agent.cases[0]}")


async def give(errand: Errand, items: Sequence[str]) -> str:
    """授权: drafted, read whole, refused without the face, given with it. The mandate's id."""
    phone, walk, helper = errand.giver, errand.giver.walk, errand.helper
    wanted = {
        "agentName": helper.name,
        "agentNumber": helper.id_number,
        "items": list(items),
        "acts": ["apply", "follow"],
        "from": errand.today.isoformat(),
        "until": (errand.today + DAYS).isoformat(),
    }
    draft = await walk.post(201, "/mandates", wanted)
    mandate: str = draft["mandateId"]
    path, read = f"/mandates/{mandate}/confirmation", {"digest": draft["digest"]}
    asked = await walk.client.send(
        "POST", f"{walk.front}{path}", json=read, token=walk.token, acting_for=walk.party
    )
    walk.say("授权", f"只凭微信登录确认《{draft['text']['title']}》：{asked.body['title']}（{asked.status}）")
    await phone.prove(mandate=mandate)
    given = await walk.post(200, path, read)
    names = "、".join(item["name"] for item in given["items"])
    walk.say(
        "授权", f"{walk.cast.name}授权{helper.name}替本单位办 {names}，到 {given['until']} 为止，随时可撤销"
    )
    return mandate


async def take_up(errand: Errand) -> None:
    """受托: once the person of that name and number is known, the principal stands on their list."""
    phone, walk = errand.agent, errand.agent.walk
    await phone.enter()
    await phone.prove()
    home = await walk.get("/home", acting=False)
    found = next((one for one in home["parties"] if one["name"] == walk.cast.organisation), None)
    if found is None:
        raise StepFailed(f"the agent does not see the principal: {home['parties']}")
    walk.party = found["partyId"]
    home = await walk.get("/home")
    if home["matters"]:
        walk.matter = home["matters"][0]["matterId"]
    waiting = "、".join(one["title"] for one in home["matters"])
    may = f"可代表 {found['name']}（{found['capacity']}，到 {found['until']}）"
    walk.say("受托", f"{walk.cast.name}登录后看到：{may}；{waiting}")


async def told(errand: Errand, mandate: str) -> Any:
    """告知: each use stands among the giver's alerts, under the mandate itself, and came by text."""
    walk = errand.giver.walk
    alerts = [one for one in (await walk.get("/alerts", acting=False))["alerts"] if one["kind"] == USED]
    if not alerts:
        raise StepFailed("the giver was not told")
    uses = (await walk.get(f"/mandates/{mandate}"))["uses"]
    what = "、".join(dict.fromkeys(use["what"] for use in reversed(uses)))
    walk.say("告知", f"{walk.cast.name}收到 {len(alerts)} 条提醒「{alerts[0]['title']}」；授权下记着：{what}")

    async def texted() -> str | None:
        box = await walk.client.expect(
            200, "POST", f"{walk.levers.sms}/__outbox", json={"phone": walk.cast.phone}
        )
        return next((one["content"] for one in box if TEXTED in one["content"]), None)

    walk.say(
        "告知",
        f"短信已送达 {walk.cast.phone[:3]}****{walk.cast.phone[-4:]}：{await within(texted, 'the text')}",
    )
    return alerts


async def take_back(errand: Errand, mandate: str) -> None:
    """撤销授权: at once."""
    walk = errand.giver.walk
    path = f"{walk.front}/mandates/{mandate}"
    await walk.client.expect(204, "DELETE", path, token=walk.token, acting_for=walk.party)
    read = await walk.get(f"/mandates/{mandate}")
    walk.say("撤销授权", f"{walk.cast.name}撤销了授权：{read['words']}")


async def find_nothing(errand: Errand, path: str) -> Any:
    """What the agent read a moment ago is not there any more."""
    walk = errand.agent.walk
    answer = await walk.client.send("GET", f"{walk.front}{path}", token=walk.token, acting_for=walk.party)
    if answer.status != GONE:
        raise StepFailed(f"the agent still reads {path}: {answer.status} {answer.body}")
    walk.say("撤销授权", f"{walk.cast.name}再看办件：{answer.body['title']}（{answer.status}）")
    return answer.body
