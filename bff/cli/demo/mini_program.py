"""A stand-in for the mini-program (小程序替身): what its pages send over HTTP, and the WeChat around them."""

from dataclasses import dataclass
from typing import Any

from bff.cli.demo.client import StepFailed, within
from bff.cli.demo.walk import Walk

FRONT = "/v1/enterprise"


@dataclass(frozen=True, slots=True)
class MiniProgram:
    """One person's WeChat with our mini-program open in it; `openid` is what WeChat calls them here."""

    walk: Walk
    wechat: str
    openid: str

    async def enter(self) -> None:
        """wx.login, and the phone number they let us have."""
        walk = self.walk
        user = {"openid": self.openid, "phone": walk.cast.phone}
        await walk.client.expect(200, "POST", f"{self.wechat}/__user", json=user)
        await self.log_in()
        code = (await self._lever("/__phone"))["code"]
        told = await walk.post(200, f"{FRONT}/phone-number", {"code": code})
        walk.say("小程序", f"微信登录，手机号 {told['phone']} 只用于联系，不作为身份")

    async def log_in(self) -> None:
        """wx.login again: the session of a mini-program is renewed by nothing else."""
        code = (await self._lever("/__login"))["code"]
        told = await self.walk.client.expect(200, "POST", f"{FRONT}/session", json={"code": code})
        self.walk.token = told["accessToken"]

    async def prove(self, *, matter: str = "", code: str = "", mandate: str = "") -> Any:
        """Separate consent, then the face compared by WeChat, then a session; returns what was told."""
        walk = self.walk
        consent = await walk.client.expect(200, "GET", f"{FRONT}/consents/face")
        opened = await walk.client.expect(
            201,
            "POST",
            f"{FRONT}/identity-checks",
            json={
                "name": walk.cast.name,
                "idNumber": walk.cast.id_number,
                **({"code": code} if code else {}),
                **({"matterId": matter} if matter else {}),
                **({"purpose": "mandate", "mandateId": mandate} if mandate else {}),
                "consentVersion": consent["version"],
                "agreed": True,
            },
            token=walk.token,
        )
        await self._lever("/__face", verifyId=opened["verifyId"], idNumber=walk.cast.id_number)
        path = f"{FRONT}/identity-checks/{opened['identityCheckId']}/result"

        async def verdict() -> Any:
            told = await walk.client.expect(
                200, "POST", path, json={"resumeToken": opened["resumeToken"]}, token=walk.token
            )
            return None if told["state"] == "pending" else told

        told = await within(verdict, "the verdict on the face")
        if told["state"] != "passed":
            raise StepFailed(f"the face check ended: {told}")
        walk.token = told["session"]["accessToken"]
        walk.say("身份认证", f"{walk.cast.name}本人：微信实人认证通过")
        return told

    async def allow_notices(self) -> None:
        """A tap on 允许: one tap, one message; WeChat tells us of it."""
        asked = await self.walk.get("/subscriptions", acting=False)
        for one in asked["templates"]:
            await self._lever("/__subscribe", templateId=one["templateId"], accept=True)

        async def counted() -> bool | None:
            told = await self.walk.get("/subscriptions", acting=False)
            return all(one["credits"] for one in told["templates"]) or None

        await within(counted, "the credit for a message")
        self.walk.say("小程序", f"{self.walk.cast.name}允许发送一次办理提示")

    async def notified(self) -> str:
        """The page that the newest message of the office opens."""

        async def arrived() -> Any:
            books = await self.walk.client.expect(200, "GET", f"{self.wechat}/__books")
            mine = [one for one in books["messages"] if one["openid"] == self.openid]
            return mine[-1] if mine else None

        message = await within(arrived, "the message of the mini-program")
        page: str = message["page"]
        self.walk.matter = page.rpartition("m=")[2]
        self.walk.say("推送", "小程序订阅消息已送达，点开就是办理提示")
        return page

    async def _lever(self, path: str, **body: object) -> Any:
        url = f"{self.wechat}{path}"
        more = {} if "verifyId" in body else {"openid": self.openid}
        return await self.walk.client.expect(200, "POST", url, json={**more, **body})
