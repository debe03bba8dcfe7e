"""A citizen by phone (手机验证码登录): signed in by a code, for themselves, the face only where it binds."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from adapters.sandbox.city import City, Person
from bff.cli.demo import asking, fulfilling
from bff.cli.demo.client import StepFailed
from bff.cli.demo.walk import Walk

STORY = "happy-99"
LONGEST_WAIT = 65  # seconds: a number is sent one code a minute
TOO_MANY = 429


def practitioner(people: City) -> Person:
    """Whose own licence is due."""
    [licence] = people.licences(STORY)
    return next(one for one in people.people if one.id_number == licence.holder_code)


async def first_time(walk: Walk) -> None:
    """Before anything is due: a number of nobody's, until a face passed on it."""
    told = await _entered(walk)
    if "session" in told:
        return  # an earlier start
    await asking.identity(walk, account=told["account"]["accountToken"])
    await walk.client.expect(204, "DELETE", "/v1/citizen/session", token=walk.token)
    walk.token = ""


async def sign_in(walk: Walk) -> None:
    """登录: the code from the phone, nothing else; the notice's own code leads to the matter."""
    told = await _entered(walk, notice=walk.code)
    if "session" not in told:
        raise StepFailed("the number is nobody's")
    session = told["session"]
    walk.token, walk.matter = session["accessToken"], told["matterId"]
    walk.say("登录", f"{session['person']['name']}用手机验证码登录，不用刷脸：可以查看，不能办理")


async def arrive(walk: Walk) -> None:
    """The first screen, read at the level of the phone."""
    home = await walk.get("/home", acting=False)
    [myself] = [one for one in home["parties"] if one["partyId"] == home["actingFor"]]
    walk.party = myself["partyId"]
    if home["cases"]:
        walk.case = home["cases"][0]["caseId"]
    shown = await walk.get(f"/matters/{walk.matter}")
    walk.say("首页", f"为什么是我：{shown['why'][0]['text']}（{shown['why'][0]['source']}）")


async def say_yes(walk: Walk) -> None:
    """意向: what binds asks for the face, for this very matter, and goes on where it was."""
    if walk.case:
        walk.say("意向", "先前已答复继续办理")
        return
    shown = await walk.get(f"/matters/{walk.matter}")
    yes = asking.yes_to(shown)
    path = f"/v1/citizen/matters/{walk.matter}/answers"
    asked = await walk.client.send("POST", path, json=yes, token=walk.token, acting_for=walk.party)
    walk.say("意向", f"只凭验证码答复：{asked.body['title']}（{asked.status}）")
    await asking.identity(walk, matter=walk.matter)
    answered = await walk.post(201, f"/matters/{walk.matter}/answers", yes)
    walk.case = answered["cases"][0]["caseId"]
    names = "、".join(item["name"] for item in shown["items"])
    walk.say("意向", f"{walk.cast.name}为本人答复继续办理：{names}")


STEPS: tuple[tuple[str, Callable[[Walk], Awaitable[object]]], ...] = (
    ("推送", asking.notice),
    ("登录", sign_in),
    ("首页", arrive),
    ("意向", say_yes),
    ("申报确认", asking.confirm),
    ("回收", fulfilling.collected),
    ("办结", fulfilling.decided),
    ("送达", fulfilling.delivered),
    ("亮证核验", fulfilling.show),
    ("评价", fulfilling.rate),
)


async def _entered(walk: Walk, *, notice: str = "") -> Any:
    body = {"phone": walk.cast.phone, "code": await _code(walk), **({"noticeCode": notice} if notice else {})}
    return await walk.client.expect(200, "POST", "/v1/citizen/session", json=body)


async def _code(walk: Walk) -> str:
    """The six digits of the newest message; who was sent one just now waits for the next."""
    ask = {"phone": walk.cast.phone}
    for _ in range(2):
        asked = await walk.client.send("POST", "/v1/citizen/sign-in-codes", json=ask)
        if asked.status != TOO_MANY:
            break
        await asyncio.sleep(min(asked.body["retry_after"], LONGEST_WAIT))
    told = await walk.client.expect(200, "POST", f"{walk.levers.sms}/__code", json=ask)
    return str(told["code"])
