"""Our side of the emulated courier agency: signing by the published rule, and reading what it calls back."""

import hashlib
import json
from typing import Any

from adapters.sandbox.kit import Running
from adapters.sandbox.kuaidi100 import CourierSandbox
from tests.sandbox.conftest import Hand, Listener, Received

KEY, CUSTOMER, SECRET, SALT = "testKey", "TESTCUSTOMER", "testSecret", "testSalt"
T = "1767323045000"  # the fixed clock's own moment


def upper_md5(*parts: str) -> str:
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest().upper()


def config(tempo: float = 0.0) -> CourierSandbox:
    return CourierSandbox(key=KEY, customer=CUSTOMER, secret=SECRET, tempo_seconds=tempo)


class Agency:
    """Our side of kuaidi100, signing by the published rule."""

    def __init__(self, hand: Hand, vendor: Running, listener: Listener) -> None:
        self.hand, self.vendor, self.listener = hand, vendor, listener

    async def post(self, path: str, form: dict[str, str]) -> Any:
        async with self.hand.http.post(f"{self.vendor.url}{path}", data=form) as answer:
            return await answer.json()

    async def border(self, method: str, param: dict[str, str], t: str = T) -> Any:
        text = json.dumps(param, ensure_ascii=False)
        sign = upper_md5(text, t, KEY, SECRET)
        form = {"method": method, "key": KEY, "sign": sign, "t": t, "param": text}
        return await self.post("/order/borderapi.do", form)

    async def order(self, **changes: str) -> Any:
        param = {
            "kuaidicom": "ems",
            "recManName": "窗口甲",
            "recManMobile": "19900000009",
            "recManPrintAddr": "山东省青岛市莱西市某路1号政务大厅",
            "sendManName": "乙某",
            "sendManMobile": "19900000002",
            "sendManPrintAddr": "山东省青岛市莱西市某路2号",
            "callBackUrl": f"{self.listener.url}/status",
            "cargo": "文件",
            "payment": "SHIPPER",
            "salt": SALT,
            "thirdOrderId": "T1",
            "op": "1",
            "pollCallBackUrl": f"{self.listener.url}/track",
            "resultv2": "4",
        }
        return await self.border("bOrder", {k: v for k, v in (param | changes).items() if v})

    async def query(self, num: str, com: str = "ems", **more: str) -> Any:
        text = json.dumps({"com": com, "num": num, "resultv2": "4"} | more)
        form = {"customer": CUSTOMER, "sign": upper_md5(text, KEY, CUSTOMER), "param": text}
        return await self.post("/poll/query.do", form)

    async def subscribe(self, number: str, company: str = "ems", key: str = KEY, **more: str) -> str:
        parameters = {"callbackurl": f"{self.listener.url}/track", "salt": SALT, "resultv2": "4"} | more
        param = {"company": company, "number": number, "key": key, "parameters": parameters}
        form = {"schema": "json", "param": json.dumps(param)}
        return str((await self.post("/poll", form))["returnCode"])

    async def advance(self, *steps: str, third: str = "T1") -> None:
        for step in steps:
            await self.hand.control(self.vendor, "/__advance_parcel", thirdOrderId=third, to=step)

    async def orders(self) -> Any:
        return (await self.hand.look(self.vendor, "/__books"))["orders"]


def param_of(received: Received) -> Any:
    return json.loads(received.form["param"])


def statuses(got: list[Received]) -> list[int]:
    return [param_of(one)["data"]["status"] for one in got if one.path == "/status"]


def tracks(got: list[Received]) -> list[Any]:
    return [param_of(one) for one in got if one.path == "/track"]
