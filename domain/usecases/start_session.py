"""Start a session: for a person whose face was just compared, or whose account it is known to be."""

from dataclasses import dataclass
from datetime import timedelta

from domain.identity.ports import Sessions
from domain.identity.session import LIFE, UNKNOWN_DEVICE, VISIT, Device, Ended, FaceSeen, Method, Session
from domain.identity.web_view import IN_WEB_VIEW
from domain.kernel.ids import AccountId, PartyId, SessionId, VisitorId
from domain.kernel.party import Channel
from domain.kernel.ports import Clock, Digests, NewId, Randomness

REFRESH, FAMILY, DEVICE = "refresh-token", "refresh-family", "device"
DEVICE_BYTES = 16  # as the ledger keeps it


def device_key(digests: Digests, secret: str) -> bytes:
    """What is kept of a secret that only one device knows."""
    return digests.keyed(DEVICE, secret)[:DEVICE_BYTES]


@dataclass(frozen=True, slots=True)
class _Begun:
    """What makes a session one of its front."""

    person: PartyId
    method: Method
    visitor: VisitorId | None
    account: AccountId | None
    channel: Channel
    life: timedelta


@dataclass(frozen=True, slots=True)
class StartSession:
    sessions: Sessions
    digests: Digests
    randomness: Randomness
    now: Clock
    new_id: NewId

    async def __call__(
        self,
        person: PartyId,
        *,
        method: Method,
        face: FaceSeen | None = None,
        device: Device = UNKNOWN_DEVICE,
        visitor: VisitorId | None = None,
        account: AccountId | None = None,
    ) -> tuple[Session, str]:
        """The session and its first refresh token, of which only digests stay. Inside atomic.

        With a `visitor` it is the mini-program's: the account is its device, and its refresh token is told to
        nobody and renews nothing. On the phone page a device has one session: what ran on it before ends.
        """
        if visitor is not None:
            device = Device(device_key(self.digests, str(visitor)), device.words)
        channel = Channel.MINI_PROGRAM if visitor else Channel.H5
        begun = _Begun(person, method, visitor, account, channel, VISIT if visitor else LIFE)
        return await self._begin(begun, face, device)

    async def within(self, parent: Session, face: FaceSeen | None, device: Device) -> tuple[Session, str]:
        """One of the phone page inside the mini-program (web-view): on the same account, and ended with it.

        Inside atomic.
        """
        begun = _Begun(parent.person, parent.method, parent.visitor, parent.account, Channel.H5, IN_WEB_VIEW)
        return await self._begin(begun, face, device)

    async def _begin(self, begun: _Begun, face: FaceSeen | None, device: Device) -> tuple[Session, str]:
        family, now = self.randomness.token(), self.now()
        token = f"{family}.{self.randomness.token()}"
        if begun.channel is Channel.H5 and device.key:
            await self.sessions.end_on(device.key, Ended.REPLACED, now)
        session = Session(
            SessionId(self.new_id()),
            begun.person,
            started_at=now,
            ends_at=now + begun.life,
            face_at=face.at if face else None,
            face_matter=face.matter if face else None,
            refresh=self.digests.keyed(REFRESH, token),
            refresh_family=self.digests.keyed(FAMILY, family),
            channel=begun.channel,
            visitor=begun.visitor,
            account=begun.account,
            method=begun.method,
            device=device.key,
            device_words=device.words,
            used_at=now,
            face_purpose=face.purpose if face else None,
            face_subject=face.subject if face else None,
            face_check=face.check if face else None,
        )
        await self.sessions.add(session)
        return session, token
