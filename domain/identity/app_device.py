"""The app device (应用绑定): one phone whose app is bound to a session of its person, to be told there.

A phone is lent and sold: the binding stands no longer than anybody lets the session stand.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.kernel.ids import AppDeviceId, PartyId, SessionId
from domain.kernel.personal import DocumentNumber
from domain.kernel.refusal import Refusal

KEPT = timedelta(
    days=180
)  # a session that ran out by itself ends no binding; half a year without a word does


class AppPushNotOffered(Refusal):
    """The city has no push service."""

    code, title = "app-push-not-offered", "本市暂未开通应用提醒"
    advice = "不影响办理，需要办理时我们会用其他方式提醒您"


class Platform(StrEnum):
    ANDROID = "android"
    IOS = "ios"
    HARMONY = "harmony"


@dataclass(frozen=True, slots=True)
class AppDevice:
    """`account`: the opaque name the app binds at the push service; nothing of the person is in it."""

    device_id: AppDeviceId
    account: str
    person: PartyId
    session: SessionId
    platform: Platform
    bound_at: datetime


class AppDevices(Protocol):
    """Adapter: adapters/postgres/app_devices.py.

    What counts: not ended, bound within `KEPT`, and on a session of this very person that nobody ended.
    """

    async def of_session(self, session: SessionId) -> AppDevice | None: ...

    async def bind(self, device: AppDevice) -> None:
        """In the place of what counted on its session. Inside atomic, the person held (Parties.hold)."""
        ...

    async def end(self, session: SessionId, at: datetime) -> bool:
        """Whether there was anything to end. Inside atomic."""
        ...

    async def end_of(self, person: PartyId, at: datetime) -> None:
        """All of this person's. Inside atomic."""
        ...

    async def by_id(self, device: AppDeviceId) -> AppDevice | None:
        """None when it counts no more."""
        ...

    async def bound(self, number: DocumentNumber) -> tuple[AppDevice, ...]:
        """What counts of the person with this identity number, bound last first."""
        ...

    async def is_new(self, person: PartyId, device: bytes) -> bool:
        """Whether this person's app was bound on no session of this device within `KEPT`, ended or not.

        `device`: digest of what the device alone knows; empty: nobody can tell, so it is new.
        """
        ...

    async def on(self, sessions: tuple[SessionId, ...]) -> frozenset[SessionId]:
        """Those of them with an app bound."""
        ...
