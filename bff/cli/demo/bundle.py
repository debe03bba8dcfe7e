"""One change, several licences (一次变更，多证联办): one yes, one confirmation, as many cases as licences."""

import re
from collections.abc import Callable
from typing import Any

from bff.cli.demo.asking import answer_yes, promises_of
from bff.cli.demo.client import within
from bff.cli.demo.walk import Walk

DECIDED = ("licensed", "delivered", "closed", "denied", "not_accepted")
Look = Callable[[Any], bool]


async def say_yes_to_all(walk: Walk) -> list[str]:
    """意向: 继续办理 for every item of the matter in one answer; the cases it begins."""
    shown = await walk.get(f"/matters/{walk.matter}")
    for why in shown["why"]:
        walk.say("意向", f"为什么是我：{why['text']}（{why['source']}）")
    known = [one["caseId"] for one in shown["items"] if one.get("caseId")]
    if len(known) < len(shown["items"]):
        told = await answer_yes(walk, shown)
        known = [one["caseId"] for one in told["cases"]]
    walk.cases = known
    walk.say("意向", f"一次答复，{len(known)} 件：{'、'.join(item['name'] for item in shown['items'])}")
    return known


async def confirm_once(walk: Walk) -> None:
    """申报确认: all forms are filled in already; one look, one confirmation."""

    async def filled() -> Any:
        told = await walk.get(f"/matters/{walk.matter}/forms")
        waiting = any(one["form"]["state"] == "filling" for one in told["forms"])
        return None if waiting else told["forms"]

    forms = await within(filled, "the forms")
    if all(one["form"]["state"] == "confirmed" for one in forms):
        walk.say("申报确认", "先前已确认")
        return
    await walk.post(
        200,
        f"/matters/{walk.matter}/confirmation",
        {
            "forms": [
                {
                    "caseId": one["caseId"],
                    "version": one["form"]["version"],
                    "digest": one["form"]["digest"],
                    "materialsConfirmed": [material["key"] for material in one["form"]["materials"]],
                    **promises_of(one["form"]),
                }
                for one in forms
            ],
            "promise": True,
        },
    )
    walk.say("申报确认", f"{len(forms)} 份表单已自动填写，一次确认")


async def all_reach(walk: Walk, cases: list[str], has_come: Look, what: str) -> list[Any]:
    """The cases, each as it reads once `has_come` is true of all of them."""

    async def look() -> list[Any] | None:
        views = [await walk.get(f"/cases/{case}") for case in cases]
        return views if all(has_come(view) for view in views) else None

    return await within(look, what, seconds=60)


async def decided(walk: Walk, cases: list[str]) -> list[Any]:
    """办结: each with its own number, sealed decision and licence."""
    views = await all_reach(walk, cases, lambda view: view["state"] in DECIDED, "all decisions")
    for view in views:
        instant = view.get("instant") or {}
        how = "秒批：规则逐条满足，审批系统采纳" if instant.get("state") == "adopted" else "工作人员审批"
        walk.say("办结", f"{view['itemName']}：办件编号 {view['number']}，{how}，{view['stateText']}")
    return views


async def ask_department(walk: Walk) -> None:
    """代理, 单点登录: the department's own word on a case, and its own page without a second sign-in."""
    number = (await walk.get(f"/cases/{walk.cases[0]}"))["number"]
    told = await walk.get(f"/gateway/progress/{number}")
    asked = {"page": "construction-progress", "parameters": {"caseNo": number}}
    jump = await walk.post(201, "/jumps", asked)
    page: bytes = await walk.client.expect(200, "GET", jump["url"])
    words = re.sub(r"<[^>]*>", "", page.decode())
    walk.say("部门", f"经代理问进度：{told['state']}；精准跳转到部门页面，不用再登录：{words}")


async def cards(walk: Walk) -> list[Any]:
    """The new licences in the wallet of whom they act for."""

    async def look() -> list[Any] | None:
        found: list[Any] = (await walk.get("/wallet"))["cards"]
        return found or None

    found = await within(look, "the cards")
    names = "、".join(card["name"] for card in found if card["status"] in ("valid", "expiring"))
    walk.say("亮证", f"卡包里的新证：{names}")
    return found


async def rate_all(walk: Walk, cases: list[str]) -> None:
    """好差评, once for each case."""
    for case in cases:
        if not (await walk.get(f"/cases/{case}")).get("rating"):
            await walk.post(
                201, f"/cases/{case}/rating", {"level": 5, "tags": ["510"]}, action=f"rate {case}"
            )
    walk.say("评价", f"{walk.cast.name}：{len(cases)} 件都非常满意")
