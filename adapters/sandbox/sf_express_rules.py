"""What SF Express checks (顺丰校验): the digest in the mode of the account, and the fields of an order.

Source: vendor pages as listed in docs/vendors/sf-express.md, read 2026-11-22.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from urllib.parse import quote

REQUEST_ID_LONGEST, ORDER_ID_LONGEST, NUMBERS_AT_ONCE = 40, 64, 10
SENDER, RECEIVER = 1, 2
BY_MONTH = 3
NEEDED = ("partnerID", "requestID", "serviceCode", "timestamp", "msgDigest", "msgData")
GATEWAY: Mapping[str, str] = {
    "A1001": "必传参数不可为空",
    "A1002": "请求时效已过期",
    "A1003": "IP无效",
    "A1004": "无对应服务权限",
    "A1005": "流量受控",
    "A1006": "数字签名无效",
    "A1007": "重复请求",
    "A1009": "目标服务异常",
    "A1099": "系统异常",
}


class GatewayRefusal(Exception):
    """The outer layer: the request went no further."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code, self.message = code, GATEWAY.get(code, "异常")


class SfRefusal(Exception):
    """The inner layer: A1000 outside, no `success` inside."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code, self.message = code, message


def standard_md5(text: str) -> str:
    """Over the text as a Java form would write it."""
    encoded = quote(text, safe="*-._ ").replace(" ", "+").replace("~", "%7E")
    return base64.b64encode(hashlib.md5(encoded.encode(), usedforsecurity=False).digest()).decode()


def simple_md5(text: str) -> str:
    return base64.b64encode(hashlib.md5(text.encode(), usedforsecurity=False).digest()).decode()


def sm3(text: str) -> str:
    return hashlib.new("sm3", text.encode()).hexdigest()


MODES: Mapping[str, Callable[[str], str]] = {
    "standard-md5": standard_md5,
    "simple-md5": simple_md5,
    "sm3": sm3,
}


def check_digest(mode: str, form: Mapping[str, str], checkword: str) -> None:
    """In the mode of this account only: another one's good digest is a wrong one. Raises GatewayRefusal."""
    good = MODES[mode](f"{form['msgData']}{form['timestamp']}{checkword}")
    if not hmac.compare_digest(good.encode(), form["msgDigest"].encode()):
        raise GatewayRefusal("A1006")


def read_message(text: str) -> dict[str, object]:
    """Raises SfRefusal."""
    try:
        document = json.loads(text)
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise SfRefusal("4002", "报文解析错误")
    return document


def check_order(order: Mapping[str, object], monthly_card: str) -> None:
    """Raises SfRefusal. Which codes the vendor has for these is not known to us."""
    if not (0 < len(text_of(order, "orderId")) <= ORDER_ID_LONGEST):
        raise SfRefusal("6135", "未传入订单信息: orderId")
    sides = {contact.get("contactType"): contact for contact in objects_of(order, "contactInfoList")}
    for side in (SENDER, RECEIVER):
        contact = sides.get(side, {})
        reachable = contact.get("mobile") or contact.get("tel")
        if not (contact.get("contact") and reachable and contact.get("address")):
            raise SfRefusal("6135", "未传入订单信息: contactInfoList")
    if not any(cargo.get("name") for cargo in objects_of(order, "cargoDetails")):
        raise SfRefusal("6135", "未传入订单信息: cargoDetails")
    if order.get("payMethod") not in (SENDER, RECEIVER, BY_MONTH):
        raise SfRefusal("8114", "付款方式错误")
    if (order.get("payMethod") == BY_MONTH or order.get("monthlyCard")) and order.get(
        "monthlyCard"
    ) != monthly_card:
        raise SfRefusal("20052", "月结卡号不可用")


def phones_of(order: Mapping[str, object]) -> str:
    return ",".join(str(one.get("mobile") or one.get("tel")) for one in objects_of(order, "contactInfoList"))


def text_of(document: Mapping[str, object], name: str) -> str:
    value = document.get(name)
    return "" if value is None else str(value)


def objects_of(document: Mapping[str, object], name: str) -> list[dict[str, object]]:
    value = document.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
