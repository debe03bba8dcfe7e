"""A session: one person on one device, fresh from a face check or not."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.identity.check import FRESH, Purpose
from domain.kernel.ids import AccountId, IdentityCheckId, MatterId, PartyId, SessionId, VisitorId
from domain.kernel.party import Channel, Level
from domain.kernel.refusal import Refusal

ACCESS = timedelta(minutes=15)
LIFE = timedelta(days=1)
VISIT = ACCESS  # in the mini-program, which signs in again by itself
REPLAY = timedelta(seconds=10)  # how long a lost answer to a renewal is given again, to the same device


class SessionEnded(Refusal):
    code, title = "session-ended", "登录已过期，请重新认证"


class Method(StrEnum):
    """By what a session began."""

    FACE = "face"
    SMS = "sms"  # a code sent to a phone number that a person was shown to hold
    WECHAT = "wechat"  # an account that a person's face passed on before
    UNIFIED_IDENTITY = "unified-identity"  # 省统一身份认证 says who it is
    BUSINESS_LICENCE = "business-licence"  # 电子营业执照 says so
    BANK = "bank"  # another way of the face's weight: 银行卡四要素
    NETWORK = "network"  # likewise: 网号


class Ended(StrEnum):
    """Why a session is over before its time."""

    SIGNED_OUT = "signed-out"
    ENDED_ELSEWHERE = "ended-elsewhere"  # by its person, from the list
    RENEWED = "renewed"  # a check passed on it and began its successor
    REPLACED = "replaced"  # somebody signed in anew on the same device
    REUSED = "refresh-reused"  # a refresh token came back
    UNLINKED = "unlinked"  # the phone number it was begun by stands for its person no more
    OTHER_DEVICE = "other-device"  # a refresh token came from elsewhere


@dataclass(frozen=True, slots=True)
class Device:
    """`key`: digest of what the device alone knows; `words`: what its person calls it, «安卓手机 · 微信»."""

    key: bytes = field(default=b"", repr=False)
    words: str = ""


UNKNOWN_DEVICE = Device()


@dataclass(frozen=True, slots=True)
class FaceSeen:
    """When a face passed, in which check, and the one thing it counts for."""

    at: datetime
    purpose: Purpose
    matter: MatterId | None = None
    subject: UUID | None = None
    check: IdentityCheckId | None = None


@dataclass(slots=True)
class Session:
    """`refresh`: digest of the running refresh token; `refresh_family`: of what all of them begin with."""

    session_id: SessionId
    person: PartyId
    started_at: datetime
    ends_at: datetime
    face_at: datetime | None
    face_matter: MatterId | None  # the matter the last face check was opened for
    refresh: bytes = field(repr=False)
    refresh_family: bytes = field(repr=False)
    ended_at: datetime | None = None
    channel: Channel = Channel.H5  # the one front that serves it
    visitor: VisitorId | None = None  # in the mini-program: on which account
    account: AccountId | None = None  # signed in by a code: on which phone account
    method: Method = Method.FACE
    device: bytes = field(default=b"", repr=False)  # digest; empty: from before devices were told apart
    device_words: str = ""
    used_at: datetime | None = None  # when it was begun or renewed last
    previous_refresh: bytes = field(default=b"", repr=False)  # digest of the token before the running one
    rotated_at: datetime | None = None
    face_purpose: Purpose | None = None  # None with a face: from before checks had one, it counts as then
    face_subject: UUID | None = None
    face_check: IdentityCheckId | None = None
    ended_why: Ended | None = None

    def end(self, why: Ended, now: datetime) -> None:
        self.ended_at, self.ended_why = now, why

    def rotate(self, refresh: bytes, now: datetime) -> None:
        """`refresh`: digest of the token that runs from now on."""
        self.previous_refresh, self.refresh = self.refresh, refresh
        self.rotated_at = self.used_at = now

    def is_live(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.ends_at

    def level(self, now: datetime) -> Level:
        """FACE while the check is fresh; afterwards we know who signed in, not who holds the phone."""
        if self.face_at is not None and now - self.face_at < FRESH:
            return Level.FACE
        return Level.PHONE

    def counts_for(
        self,
        purpose: Purpose,
        now: datetime,
        *,
        matter: MatterId | None = None,
        subject: UUID | None = None,
    ) -> bool:
        """Whether the face seen on it answers for this purpose and matter, or subject, now."""
        if self.level(now) < Level.FACE or (matter is not None and self.face_matter != matter):
            return False
        if subject is not None and self.face_subject != subject:
            return False  # nor does one from before there were subjects
        return self.face_purpose in (None, purpose)

    def is_same_device(self, device: Device) -> bool:
        """A session from before devices were told apart is at home on any."""
        return not self.device or hmac.compare_digest(self.device, device.key)

    def is_replay(self, refresh: bytes, device: Device, now: datetime) -> bool:
        """Whether `refresh` is the token before, come again because its answer was lost on the way."""
        return (
            bool(self.device)
            and self.rotated_at is not None
            and now - self.rotated_at <= REPLAY
            and self.is_same_device(device)
            and hmac.compare_digest(self.previous_refresh, refresh)
        )


@dataclass(frozen=True, slots=True)
class Known:
    """Who a valid access token stands for right now."""

    person: PartyId
    session: SessionId
    level: Level
    face_matter: MatterId | None
    visitor: VisitorId | None = None
    device: bytes = field(default=b"", repr=False)
    check: IdentityCheckId | None = None  # the check that the level rests on while it is FACE
