"""What Aliyun checks when a face check opens (认证发起校验): the parameters of InitFaceVerify.

Source: help.aliyun.com 151909 and the product's error-code page, read 2026-11-21.
"""

import asyncio
import json
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from adapters.sandbox.kit_callbacks import on_loopback

ORDER_NO = re.compile(r"[A-Za-z0-9]{1,32}")
ID_NUMBER = re.compile(r"\d{17}[\dX]")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
MODELS = frozenset({"LIVENESS", "PHOTINUS_LIVENESS", "MULTI_ACTION", "MOVE_ACTION", "MULTI_FAPTCHA"})
NEEDED = ("SceneId", "OuterOrderNo", "ProductCode", "CertType", "CertName", "CertNo")
MOST_NAME = 50
REACH_SECONDS = 1.0


class FaceRefusal(Exception):
    """The product's answer, HTTP 200 with this Code."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code, self.message = code, message


def check_opening(params: Mapping[str, str], scenes: frozenset[str]) -> None:
    """Raises FaceRefusal."""
    for name in NEEDED:
        if not params.get(name):
            raise FaceRefusal("400", f"参数不能为空: {name}")
    if params["SceneId"] not in scenes:
        raise FaceRefusal("404", "认证场景配置不存在")
    well_formed = {
        "OuterOrderNo": ORDER_NO.fullmatch(params["OuterOrderNo"]) is not None,
        "ProductCode": params["ProductCode"] == "ID_PRO",
        "CertType": params["CertType"] == "IDENTITY_CARD",
        "CertName": len(params["CertName"]) <= MOST_NAME and not params["CertName"].isdigit(),
        "CertNo": is_id_number(params["CertNo"]),
        "Model": params.get("Model", "LIVENESS") in MODELS,
        "ReturnUrl": urlsplit(params.get("ReturnUrl", "https://-/")).scheme in {"http", "https"},
    }
    for name, good in well_formed.items():
        if not good:
            raise FaceRefusal("401", f"参数非法: {name}")


def is_id_number(number: str) -> bool:
    if ID_NUMBER.fullmatch(number) is None:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return CHECK_DIGITS[total % 11] == number[-1]


def has_meta_info(text: str) -> bool:
    """What getMetaInfo() made is a JSON object; without one the vendor gives no CertifyUrl."""
    try:
        document = json.loads(text)
    except ValueError:
        return False
    return isinstance(document, dict) and bool(document)


async def check_callback(url: str, *, reach: bool) -> None:
    """The vendor tries the address when the check opens. Raises FaceRefusal.

    The vendor wants https; http is let through because nothing here leaves loopback.
    """
    if not on_loopback(url):
        raise FaceRefusal("401", "参数非法: CallbackUrl")
    if not reach:
        return
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        async with asyncio.timeout(REACH_SECONDS):
            _, writer = await asyncio.open_connection(parts.hostname, port)
    except (OSError, TimeoutError):
        raise FaceRefusal("401", "CallbackUrl 不可达") from None
    writer.close()
    await writer.wait_closed()
