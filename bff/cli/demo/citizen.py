"""A citizen by phone (手机验证码登录): told by our app, signed in by a code, the face only where it binds."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from adapters.sandbox.city import City, Person
from bff.cli.demo import asking, fulfilling
from bff.cli.demo.client import StepFailed, within
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
    if "session" in told:  # an earlier start
        walk.token = told["session"]["accessToken"]
    account = told["account"]["accountToken"] if "account" in told else ""
    await asking.identity(walk, account=account)
    await _bind_app(walk)
    walk.token = ""


async def _bind_app(walk: Walk) -> None:
    """What the app does once a face passed on it: asks for its name, and binds it at the push service."""
    asked = {"platform": "android"}
    path = "/v1/citizen/app-devices/current"
    told = await walk.client.expect(200, "PUT", path, json=asked, token=walk.token)
    bound = {"device": _device(walk), "account": told["account"], "maker": "huawei", "online": False}
    await walk.client.expect(200, "POST", f"{walk.levers.push}/__bind", json=asked | bound)


def _device(walk: Walk) -> str:
    return f"phone-{walk.cast.phone}"


async def reminded(walk: Walk) -> None:
    """推送: the app is closed; the phone's maker shows what is due, and whose it is nobody reads."""

    async def shown() -> Any:
        asked = {"device": _device(walk)}
        screens = await walk.client.expect(200, "POST", f"{walk.levers.push}/__screen", json=asked)
        return next((one for one in screens if one["state"] == "shown"), None)

    push = await within(shown, "the push")
    walk.say("推送", f"应用提醒显示在锁屏上，不写姓名和事项：{push['title']}：{push['body']}")


async def sign_in(walk: Walk) -> None:
    """登录: the code from the phone, nothing else."""
    told = await _entered(walk)
    if "session" not in told:
        raise StepFailed("the number is nobody's")
    session = told["session"]
    walk.token = session["accessToken"]
    walk.say("登录", f"{session['person']['name']}用手机验证码登录，不用刷脸：可以查看，不能办理")


async def arrive(walk: Walk) -> None:
    """The first screen, read at the level of the phone."""
    home = await walk.get("/home", acting=False)
    [myself] = [one for one in home["parties"] if one["partyId"] == home["actingFor"]]
    walk.party = myself["partyId"]
    if home["cases"]:
        walk.case = home["cases"][0]["caseId"]
    [found] = home["matters"] or home["cases"][:1]
    walk.matter = found["matterId"]
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
    ("推送", reminded),
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


async def _entered(walk: Walk) -> Any:
    body = {"phone": walk.cast.phone, "code": await _code(walk)}
    return await walk.client.expect(200, "POST", "/v1/citizen/session", json=body, device=walk.device)


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
