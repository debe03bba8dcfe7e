"""What EMAS checks in a push (推送校验): targets, lengths, times, the token's shape.

Source: help.aliyun.com 434779 (Push) and 48054 (codes), read 2026-11-22. The codes of a parameter out of
bounds are not documented one by one: `Invalid<Name>.Format` is, what else follows the dot here is ours.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from adapters.sandbox.aliyun_gateway import GatewayRefusal

TARGETS = frozenset({"DEVICE", "ACCOUNT", "ALIAS", "TAG", "ALL", "TBD"})
DEVICES = frozenset({"iOS", "ANDROID", "HARMONY", "ALL"})
MANDATORY = ("AppKey", "Target", "TargetValue", "DeviceType", "PushType", "Title", "Body")
TOKEN = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
JOB_KEY = re.compile(r"[A-Za-z0-9_-]{1,32}")
MOST_TARGETS, TITLE_BYTES, ALL_BYTES, ACCOUNT_BYTES = 1000, 200, 1800, 64
SOONEST, LATEST = timedelta(seconds=3), timedelta(hours=72)
# by maker: without it the phone stays silent
CATEGORY = {
    "huawei": "AndroidMessageHuaweiCategory",
    "honor": "AndroidNotificationHonorChannel",
    "oppo": "AndroidMessageOppoCategory",
    "vivo": "AndroidMessageVivoCategory",
    "xiaomi": "AndroidNotificationXiaomiChannel",
}
POPUP = ("AndroidPopupActivity", "AndroidPopupTitle", "AndroidPopupBody")


@dataclass(frozen=True, slots=True)
class Push:
    """A push whose parameters are good."""

    app_key: str
    target: str
    targets: tuple[str, ...]
    title: str
    body: str
    token: str
    job_key: str
    stores: bool
    expires_at: datetime
    more: Mapping[str, str]


def read(params: Mapping[str, str], app_keys: Mapping[str, str], now: datetime) -> Push:
    """Raises GatewayRefusal."""
    for name in MANDATORY:
        if not params.get(name):
            raise GatewayRefusal(400, f"Missing{name}", f"{name} is mandatory for this action.")
    if params["AppKey"] not in app_keys.values():
        raise GatewayRefusal(404, "InvalidAppKey.NotFound", "Specified AppKey is not found.")
    token, job_key = params.get("IdempotentToken", ""), params.get("JobKey", "")
    _demand(params["Target"] in TARGETS, "Target")
    _demand(params["DeviceType"] in DEVICES, "DeviceType")
    _demand(params["PushType"] in {"NOTICE", "MESSAGE"}, "PushType")
    _demand(params.get("StoreOffline", "false") in {"true", "false"}, "StoreOffline")
    _demand(not token or TOKEN.fullmatch(token), "IdempotentToken")
    _demand(not job_key or JOB_KEY.fullmatch(job_key), "JobKey")
    _demand(len(params["Title"].encode()) <= TITLE_BYTES, "Title", "LengthExceeded")
    said = sum(len(params[name].encode()) for name in ("Title", "Body"))
    extra = sum(len(value.encode()) for name, value in params.items() if name.endswith("ExtParameters"))
    _demand(said + extra <= ALL_BYTES, "Body", "LengthExceeded")
    targets = tuple(params["TargetValue"].split(","))
    _demand(len(targets) <= MOST_TARGETS, "TargetValue", "TooMany")
    if params["Target"] == "ACCOUNT":
        _demand(all(0 < len(one.encode()) <= ACCOUNT_BYTES for one in targets), "TargetValue")
    return Push(
        params["AppKey"],
        params["Target"],
        targets,
        params["Title"],
        params["Body"],
        token,
        job_key,
        params.get("StoreOffline") == "true",
        _expiry(params.get("ExpireTime", ""), now),
        params,
    )


def _expiry(text: str, now: datetime) -> datetime:
    if not text:
        return now + LATEST
    try:
        at = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise _invalid("ExpireTime", "Format") from None
    _demand(now + SOONEST < at <= now + LATEST, "ExpireTime", "OutOfRange")
    return at


def _demand(condition: object, name: str, what: str = "Format") -> None:
    if not condition:
        raise _invalid(name, what)


def _invalid(name: str, what: str) -> GatewayRefusal:
    return GatewayRefusal(400, f"Invalid{name}.{what}", f"The specified {name} is invalid.")


def is_heard(maker: str, more: Mapping[str, str]) -> bool:
    """Whether a phone of this maker makes a sound, and does not file it under advertising."""
    return maker not in CATEGORY or bool(more.get(CATEGORY[maker]))
