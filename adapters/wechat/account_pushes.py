"""What the platform pushes to us (消息推送) about our official account: who follows, who left, what arrived.

Source: developers.weixin.qq.com/doc/service/guide/product/message/Receiving_event_pushes and the template
message's own page, read 2026-11-22. The wording of `Status` varies in its blanks: it goes by its beginning.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from adapters.wechat.admission import Admission, stamp_of
from adapters.wechat.secure_mode import PushKeys
from adapters.wechat.template_messages import number_of
from domain.invitations.official_account import AccountEvent, AccountHappened
from domain.kernel.callbacks import Nonces
from domain.kernel.personal import OpenId
from domain.kernel.ports import Clock

FATE = "TEMPLATESENDJOBFINISH"
HAPPENED: Mapping[str, AccountHappened] = {"subscribe": "followed", "unsubscribe": "left"}
_BLANKS = re.compile(r"\s+")


class _Push(msgspec.Struct, rename="pascal"):
    from_user_name: str = ""
    create_time: str | int = 0
    msg_type: str = ""
    event: str = ""
    status: str = ""
    message: str | int = msgspec.field(name="MsgID", default="")


class WechatAccountPushes:
    """Implements OfficialAccountCallbacks: XML or JSON, secure mode."""

    def __init__(self, keys: PushKeys, *, clock: Clock, nonces: Nonces) -> None:
        self._door = Admission(keys, clock=clock, nonces=nonces, realm="official-account")

    def check_url(self, query: Mapping[str, str]) -> str:
        return self._door.check_url(query)

    async def parse(self, query: Mapping[str, str], body: bytes) -> AccountEvent | None:
        push = await self._door.fields(query, body, _Push)
        happened, error = _happened(push)
        if happened is None or not push.from_user_name:
            return None
        reference = number_of(push.message)
        natural = (push.from_user_name, str(push.create_time), push.event, str(push.message))
        return AccountEvent(
            happened=happened,
            openid=OpenId(push.from_user_name),
            at=datetime.fromtimestamp(stamp_of(push.create_time), UTC),
            key=hashlib.sha256("\n".join(natural).encode()).hexdigest(),
            reference=reference,
            error=error,
        )


def _happened(push: _Push) -> tuple[AccountHappened | None, str]:
    if push.msg_type != "event":
        return None, ""
    if push.event != FATE:
        return HAPPENED.get(push.event), ""
    status = _BLANKS.sub("", push.status).casefold()
    if status.startswith("success"):
        return "delivered", ""
    if status.startswith("failed:userblock"):
        return "failed", "user-block"
    return "failed", "system-failed" if status.startswith("failed:system") else "failed"
