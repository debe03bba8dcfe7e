"""Pushes to our app (应用推送) through Aliyun EMAS Mobile Push, Push 2016-08-01: one notice to one account.

Source: aliyun-python-sdk-push 3.13.21 (names of parameters), help.aliyun.com 434779 (Push), 2986003
(IdempotentToken), 48054 (codes), read 2026-11-22. No vendor endpoint was contacted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid5

import msgspec

from adapters.aliyun.client import AliyunProduct
from adapters.outbound.http import decode
from domain.invitations.outside import MessageReceipt, PushAccount
from domain.kernel.ports import Clock
from domain.kernel.refusal import Refused, Unavailable

VENDOR, SYSTEM, VERSION = "emas", "push", "2016-08-01"
PASSING = frozenset({"AccountDisabled", "AccountNotSupport"})
"""The account's trouble, not the push's: nothing was accepted, the push waits until it is mended."""

TITLE_BYTES, TEXT_BYTES, JOB_KEY = 200, 900, 32  # the vendor takes some 1800 bytes in all
KEPT = timedelta(hours=71)  # for a phone that is off; the vendor's most is 72
OURS = UUID("5f0f5d86-1b0c-5f53-9b0e-2f1f0a7a6f6e")  # an out_id and this make its token


@dataclass(frozen=True, slots=True)
class PushText:
    """What the phone shows, the same to everybody: a locked screen is read by whoever stands by."""

    title: str
    body: str

    def __post_init__(self) -> None:
        if len(self.title.encode()) > TITLE_BYTES or len(self.body.encode()) > TEXT_BYTES:
            raise ValueError("a push is longer than the vendor takes")
        if "$" in self.title + self.body:
            raise ValueError("a push has no variables")


@dataclass(frozen=True, slots=True)
class EmasApp:
    """Our app at the vendor. `keys`: platform → AppKey, a key each; `activity`: the Android class that opens
    what came through the phone maker's own channel; `xiaomi`: the channel Xiaomi gave us, if any."""

    keys: Mapping[str, str]
    activity: str
    xiaomi: str = ""


class _Pushed(msgspec.Struct, rename="pascal"):
    message_id: str


class EmasPush:
    """Implements PushMessages. `texts`: by our name of the template."""

    def __init__(
        self, product: AliyunProduct, *, app: EmasApp, texts: Mapping[str, PushText], clock: Clock
    ) -> None:
        self._product, self._app, self._texts, self._now = product, app, texts, clock

    async def send(
        self, account: PushAccount, template: str, values: Mapping[str, str], *, out_id: str, page: str
    ) -> MessageReceipt:
        _ = values
        text, app_key = self._text(template), self._app.keys.get(account.platform)
        if app_key is None:
            raise Refused(SYSTEM, "no-app-for-platform")
        call = {
            "AppKey": app_key,
            "Target": "ACCOUNT",
            "TargetValue": account.name,
            "DeviceType": "ALL",  # the key is of one platform already
            "PushType": "NOTICE",
            "Title": text.title,
            "Body": text.body,
            "StoreOffline": "true",  # else a phone that is off never sees it
            "ExpireTime": f"{self._now() + KEPT:%Y-%m-%dT%H:%M:%SZ}",
            "IdempotentToken": str(uuid5(OURS, out_id)),
            "JobKey": out_id[:JOB_KEY],  # stands in the vendor's receipt logs
            **self._of_platform(account.platform, text, page),
        }
        try:
            body = await self._product.call("Push", call, effect=True)
        except Refused as refused:
            if refused.reason in PASSING:
                raise Unavailable(SYSTEM, refused.reason) from None
            raise
        return MessageReceipt(VENDOR, decode(SYSTEM, body, _Pushed, effect=True).message_id)

    def wording(self, template: str, values: Mapping[str, str]) -> str:
        _ = values
        text = self._text(template)
        return f"{text.title}\n{text.body}"

    def _text(self, template: str) -> PushText:
        text = self._texts.get(template)
        if text is None:
            raise Refused(SYSTEM, "template-unknown")
        return text

    def _of_platform(self, platform: str, text: PushText, page: str) -> dict[str, str]:
        """Without the maker's category for work that somebody asked for, a phone mutes the push or counts it
        as advertising."""
        more = msgspec.json.encode({"page": page}).decode()
        if platform == "ios":
            return {"iOSApnsEnv": "PRODUCT", "iOSMutableContent": "false", "iOSExtParameters": more}
        if platform == "harmony":
            return {"HarmonyCategory": "WORK", "HarmonyExtParameters": more}
        xiaomi = {"AndroidNotificationXiaomiChannel": self._app.xiaomi} if self._app.xiaomi else {}
        return {
            "AndroidOpenType": "ACTIVITY",
            "AndroidActivity": self._app.activity,
            "AndroidPopupActivity": self._app.activity,
            "AndroidPopupTitle": text.title,
            "AndroidPopupBody": text.body,
            "AndroidExtParameters": more,
            "AndroidNotificationChannel": "work",
            "AndroidMessageHuaweiCategory": "WORK",
            "AndroidNotificationHonorChannel": "NORMAL",
            "AndroidMessageOppoCategory": "TODO",
            "AndroidMessageVivoCategory": "TODO",
            **xiaomi,
        }
