"""What kuaidi100 checks (快递100校验): signatures over the exact text, order fields, subscription fields.

Source: api.kuaidi100.com documents and java-demo 68a6ab42, read 2026-11-21.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping

from cryptography.hazmat.primitives import hashes

from adapters.sandbox.kit_callbacks import on_loopback

NUMBER = re.compile(r"[0-9A-Za-z-]{6,32}")
THIRD_ORDER_ID = re.compile(r".{1,32}")
CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
ADDRESS_BYTES, URL_BYTES, CANCEL_CHARACTERS, SALT_BYTES = 300, 200, 30, 100
NEEDED = (
    *("kuaidicom", "recManName", "recManMobile", "recManPrintAddr"),
    *("sendManName", "sendManMobile", "sendManPrintAddr", "callBackUrl"),
)
PAYMENTS = frozenset({"", "SHIPPER", "MONTHLY"})
PHONE_NEEDED = frozenset({"shunfeng", "zhongtong"})
CARGO_NEEDED = frozenset({"jd", "yuantong"})


class CourierRefusal(Exception):
    """`{"result": false, "returnCode": code, "message": …}`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code, self.message = code, message


def md5_upper(*parts: str) -> str:
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest().upper()


def sha256_upper(*parts: str) -> str:
    return hashlib.sha256("".join(parts).encode()).hexdigest().upper()


def sm3_upper(*parts: str) -> str:
    digest = hashes.Hash(hashes.SM3())
    digest.update("".join(parts).encode())
    return digest.finalize().hex().upper()


def digest_of(sign_type: str) -> Callable[..., str]:
    """The vendor lists SM3-HMAC too; how it joins the parts is not said, so it is refused."""
    known: dict[str, Callable[..., str]] = {"": md5_upper, "MD5": md5_upper}
    known |= {"SHA256": sha256_upper, "SM3": sm3_upper}
    if sign_type not in known:
        raise CourierRefusal("503", "验证签名失败")
    return known[sign_type]


def check_sign(good: str, given: str) -> None:
    """The case counts: the vendor compares 32 upper-case characters."""
    if not hmac.compare_digest(good.encode(), given.encode()):
        raise CourierRefusal("503", "验证签名失败")


def read_param(text: str) -> dict[str, str]:
    """The `param` object with its scalars as text. Raises CourierRefusal."""
    try:
        document = json.loads(text)
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise CourierRefusal("400", "提交的数据不完整")
    return {str(name): _text(value) for name, value in document.items()}


def check_order(param: Mapping[str, str], companies: frozenset[str]) -> None:
    """Raises CourierRefusal."""
    for name in NEEDED:
        if not param.get(name):
            raise CourierRefusal("400", f"参数错误: {name}")
    company = param["kuaidicom"]
    good = {
        "kuaidicom": company in companies,
        "recManPrintAddr": _fits(param["recManPrintAddr"], ADDRESS_BYTES),
        "sendManPrintAddr": _fits(param["sendManPrintAddr"], ADDRESS_BYTES),
        "callBackUrl": _fits(param["callBackUrl"], URL_BYTES) and on_loopback(param["callBackUrl"]),
        "payment": param.get("payment", "") in PAYMENTS,
        "dayType": param.get("dayType", "") in {"", "今天", "明天", "后天"},
        "salt": _fits(param.get("salt", ""), SALT_BYTES),
        "cargo": bool(param.get("cargo")) or company not in CARGO_NEEDED,
        "thirdOrderId": not param.get("thirdOrderId")
        or bool(THIRD_ORDER_ID.fullmatch(param["thirdOrderId"])),
        "pollCallBackUrl": param.get("op", "0") != "1" or on_loopback(param.get("pollCallBackUrl", "")),
    }
    for name in ("pickupStartTime", "pickupEndTime"):
        given = param.get(name, "")
        good[name] = CLOCK.fullmatch(given) is not None if given else company != "shunfeng"
    for name, is_good in good.items():
        if not is_good:
            raise CourierRefusal("400", f"参数错误: {name}")


def check_subscription(company: str, number: str, url: str, companies: frozenset[str], auto: str) -> None:
    """Raises CourierRefusal."""
    if not company and auto == "1":
        raise CourierRefusal("702", "我方的服务器识别不到该单号对应的快递公司")
    if company not in companies:
        raise CourierRefusal("701", "拒绝订阅的快递公司")
    if NUMBER.fullmatch(number) is None or not on_loopback(url):
        raise CourierRefusal("700", "订阅方的订阅数据存在错误")


def _fits(text: str, most_bytes: int) -> bool:
    return len(text.encode()) <= most_bytes


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)
