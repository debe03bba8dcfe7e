"""List where a person is signed in (登录的设备): what they could go on with, and end."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.identity.app_device import AppDevices
from domain.identity.ports import Sessions
from domain.identity.session import Method, Session
from domain.kernel.party import Acting, Channel
from domain.kernel.ports import Clock

BY = {
    Method.FACE: "实人认证",
    Method.SMS: "短信验证码",
    Method.WECHAT: "微信账号",
    Method.UNIFIED_IDENTITY: "省统一身份认证",
    Method.BUSINESS_LICENCE: "电子营业执照",
    Method.BANK: "银行卡核验",
    Method.NETWORK: "网号核验",
}
FRONTS = {Channel.H5: "手机网页", Channel.MINI_PROGRAM: "微信小程序"}
IN_WEB_VIEW = "微信小程序里的网页"


@dataclass(frozen=True, slots=True)
class SessionLine:
    """`used_at`: when it was begun or renewed last, to the quarter of an hour of use; `is_app_bound`: whether
    the app there is told what is due."""

    session_id: UUID
    front: str
    device: str
    method: str
    started_at: datetime
    used_at: datetime
    is_this: bool
    is_app_bound: bool = False


@dataclass(frozen=True, slots=True)
class ListSessions:
    sessions: Sessions
    devices: AppDevices
    now: Clock

    async def __call__(self, acting: Acting) -> tuple[SessionLine, ...]:
        """Their own, for whomever they act; this one first, then the one used last."""
        running = await self.sessions.running(acting.person, self.now())
        mine = next((one for one in running if one.session_id == acting.session), None)
        bound = await self.devices.on(tuple(one.session_id for one in running))
        lines = [
            _line(one, is_this=_is_same(one, acting, mine), is_app_bound=one.session_id in bound)
            for one in running
        ]
        return tuple(sorted(lines, key=lambda line: (not line.is_this, -line.used_at.timestamp())))


def _is_same(one: Session, acting: Acting, mine: Session | None) -> bool:
    """A mini-program account stands on the list with its last session, which may not be the one that asks."""
    if mine is not None or one.channel is Channel.H5:
        return one is mine
    return bool(acting.device) and one.device == acting.device


def _line(one: Session, *, is_this: bool, is_app_bound: bool) -> SessionLine:
    return SessionLine(
        one.session_id,
        IN_WEB_VIEW if one.channel is Channel.H5 and one.visitor else FRONTS[one.channel],
        one.device_words or "未能识别的设备",
        BY[one.method],
        one.started_at,
        one.used_at or one.started_at,
        is_this,
        is_app_bound,
    )
