"""The first half of a journey: found, told, known by face, said yes, confirmed; each step walks twice."""

import re
from typing import Any

from bff.cli.demo.client import StepFailed, within
from bff.cli.demo.walk import Walk

NINE = re.compile(r"\d{3} ?\d{3} ?\d{3}")
META = '{"bioMetaInfo":"demo","deviceType":"h5"}'
# 手写签名 in two strokes: [x, y, ms]
NAME = [
    [[100 + 40 * n, 300 + 10 * n, 16 * n] for n in range(8)],
    [[300, 200 + 60 * n, 200] for n in range(6)],
]


async def sign_off(walk: Walk) -> None:
    """研判, second half: a second pair of eyes signs what another person prepared."""
    lists = await walk.client.expect(200, "GET", "/v1/console/push-lists", token=walk.cast.chief_key)
    waiting = [one for one in lists["pushLists"] if one["state"] == "prepared"]
    if not waiting:
        walk.say("研判", "没有等着签发的清单；已签发的提示仍然有效")
    for one in waiting:
        path = f"/v1/console/push-lists/{one['pushListId']}"
        read = await walk.client.expect(200, "GET", path, token=walk.cast.chief_key)
        await walk.client.expect(
            200,
            "POST",
            f"{path}/signature",
            token=walk.cast.chief_key,
            json={"decision": "sign", "digest": read["digest"]},
            key=walk.key(f"sign {one['pushListId']}"),
        )
        walk.say(
            "研判",
            f"{walk.cast.chief}核对后签发《{_short(read)}》：提示 {one['due']}，暂不提示 {one['setAside']}",
        )


def _short(one: Any) -> str:
    """A list over many items is named by what they have in common."""
    items = len(one["byItem"])
    name: str = one["itemName"]
    return name if items == 1 else f"登记信息变更，{items} 个事项"


async def notice(walk: Walk) -> None:
    """推送: the text message arrives, with the nine-digit code and no link."""

    async def arrived() -> str | None:
        asked = {"phone": walk.cast.phone}
        box = await walk.client.expect(200, "POST", f"{walk.levers.sms}/__outbox", json=asked)
        texts = [message["content"] for message in box if NINE.search(message["content"])]
        return texts[-1] if texts else None  # a code to sign in with is no notice

    wording = await within(arrived, "the text message")
    found = NINE.search(wording)
    if found is None:
        raise StepFailed("the message carries no code")
    walk.code = found.group()
    walk.say("推送", f"短信已送达 {walk.cast.phone[:3]}****{walk.cast.phone[-4:]}：{wording}")
    check = await walk.client.expect(
        200,
        "POST",
        "/v1/sms/messages/check",
        json={"code": walk.code, "receivingNumber": walk.cast.phone},
    )
    walk.say("推送", "核对短信真伪：是我们发的" if check["sent"] else "核对短信真伪：不是")


async def identity(walk: Walk, *, matter: str = "", account: str = "", purpose: str = "") -> Any:
    """身份认证: separate consent, then the face at the vendor's, then a session; returns what was told."""
    consent = await walk.client.expect(200, "GET", "/v1/citizen/consents/face")
    opened = await walk.client.expect(
        201,
        "POST",
        "/v1/citizen/identity-checks",
        json={
            "name": walk.cast.name,
            "idNumber": walk.cast.id_number,
            **({"code": walk.code} if walk.code else {}),
            **({"matterId": matter} if matter else {}),
            **({"accountToken": account} if account else {}),
            **({"purpose": purpose} if purpose else {}),
            "consentVersion": consent["version"],
            "agreed": True,
            "metaInfo": META,
        },
        token=walk.token if matter else "",
        device=walk.device,
    )
    vendor, sent_back = await _before_the_camera(walk, opened["verifyUrl"])
    found = {"resumeToken": opened["resumeToken"], "ticket": sent_back["returnUrl"].rpartition("ticket=")[2]}
    path = f"/v1/citizen/identity-checks/{opened['identityCheckId']}/result"

    async def verdict() -> Any:
        told = await walk.client.expect(200, "POST", path, json=found, device=walk.device)
        return None if told["state"] == "pending" else told

    told = await within(verdict, "the verdict on the face")
    if told["state"] != "passed":
        raise StepFailed(f"the face check ended: {told}")
    walk.token = told["session"]["accessToken"]
    walk.say("身份认证", f"{walk.cast.name}本人：单独同意采集人脸，{vendor}实人认证通过")
    return told


async def _before_the_camera(walk: Walk, page: str) -> tuple[str, Any]:
    """Whose page it is, and where it sends the person back to."""
    _, is_aliyun, certify = page.rpartition("certifyId=")
    if is_aliyun:
        body, lever, vendor = {"certifyId": certify}, walk.levers.face, "阿里云"
    else:
        body, lever, vendor = {"bizToken": page.rpartition("token=")[2]}, walk.levers.other_face, "腾讯云"
    return vendor, await walk.client.expect(200, "POST", f"{lever}/__face", json=body)


async def arrive(walk: Walk) -> None:
    """The first screen: for whom can I act, and what waits there."""
    home = await walk.get("/home", acting=False)
    named = [one for one in home["parties"] if one["name"] == walk.cast.organisation]
    if not named:
        raise StepFailed("the register does not name this person")
    walk.party = named[0]["partyId"]
    home = await walk.get("/home")
    if home["cases"]:
        walk.case = home["cases"][0]["caseId"]
    if home["matters"]:
        walk.matter = home["matters"][0]["matterId"]
    said_by = "授权委托书" if "until" in named[0] else "登记系统"
    walk.say(
        "身份认证",
        f"{said_by}此刻的记载：{walk.cast.name}以{named[0]['capacity']}身份代表 {walk.cast.organisation}",
    )


async def say_yes(walk: Walk) -> None:
    """意向: 继续办理, to exactly what was shown."""
    if walk.case:
        walk.say("意向", "先前已答复继续办理")
        return
    shown = await walk.get(f"/matters/{walk.matter}")
    walk.say("意向", f"为什么是我：{shown['why'][0]['text']}（{shown['why'][0]['source']}）")
    answered = await answer_yes(walk, shown)
    walk.case = answered["cases"][0]["caseId"]
    walk.say(
        "意向", f"{walk.cast.name}代表单位答复继续办理：{'、'.join(item['name'] for item in shown['items'])}"
    )


async def answer_yes(walk: Walk, shown: Any) -> Any:
    """To every item of the matter, in one answer."""
    return await walk.post(201, f"/matters/{walk.matter}/answers", yes_to(shown))


def yes_to(shown: Any) -> dict[str, object]:
    """What is sent by somebody who agrees to all they were shown."""
    return {
        "answers": [{"itemCode": item["itemCode"], "answer": "yes"} for item in shown["items"]],
        "shownDigest": shown["shown"]["digest"],
        "promise": True,
    }


async def filled(walk: Walk) -> Any:
    """The form, once it is filled in."""

    async def look() -> Any:
        form = await walk.get(f"/cases/{walk.case}/form")
        return None if form["state"] == "filling" else form

    return await within(look, "the form")


def promises_of(form: Any) -> dict[str, object]:
    """The first promise offered for whatever is not handed in (容缺后补, 告知承诺)."""
    said = [
        {"material": one["key"], "kind": offer["kind"], "textVersion": offer["textVersion"]}
        for one in form["materials"]
        if not one.get("given")
        for offer in one.get("promises", [])[:1]
    ]
    return {"promises": said} if said else {}


async def _signed(walk: Walk, form: Any) -> dict[str, str]:
    """手写签名, where the item asks for it: the confirmation names it."""
    if "signature" not in form:
        return {}
    shown = {"caseId": walk.case, "digest": form["digest"], **promises_of(form)}
    given = await walk.post(201, "/signatures", {"cases": [shown], "strokes": NAME})
    walk.say("手写签名", "本人在手机上签名，与所见的内容绑定")
    return {"signature": given["digest"]}


async def confirm(walk: Walk) -> None:
    """申报确认: everything is filled in already; look it over and confirm."""
    form = await filled(walk)
    if form["state"] == "confirmed":
        walk.say("申报确认", "先前已确认")
        return
    signature = await _signed(walk, form)
    await walk.post(
        200,
        f"/cases/{walk.case}/form/confirmation",
        {
            "version": form["version"],
            "digest": form["digest"],
            "materialsConfirmed": [one["key"] for one in form["materials"]],
            "promise": True,
            **promises_of(form),
            **signature,
        },
    )
    sources = sorted({one["source"] for one in form["fields"] if one.get("source")})
    capacity = "代表单位" if walk.cast.organisation else "为本人"
    walk.say(
        "申报确认",
        f"{len(form['fields'])} 项已自动填写（{'、'.join(sources)}），"
        f"{len(form['materials'])} 份材料；{walk.cast.name}{capacity}确认，无一项手工填写",
    )
