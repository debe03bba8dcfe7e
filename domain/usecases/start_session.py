"""Start a session: for a person whose face was just compared, or whose account it is known to be."""

from dataclasses import dataclass

from domain.identity.ports import Sessions
from domain.identity.session import LIFE, UNKNOWN_DEVICE, VISIT, Device, Ended, FaceSeen, Method, Session
from domain.kernel.ids import AccountId, PartyId, SessionId, VisitorId
from domain.kernel.party import Channel
from domain.kernel.ports import Clock, Digests, NewId, Randomness

REFRESH, FAMILY, DEVICE = "refresh-token", "refresh-family", "device"
DEVICE_BYTES = 16  # as the ledger keeps it


def device_key(digests: Digests, secret: str) -> bytes:
    """What is kept of a secret that only one device knows."""
    return digests.keyed(DEVICE, secret)[:DEVICE_BYTES]


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
        family, now = self.randomness.token(), self.now()
        token = f"{family}.{self.randomness.token()}"
        if visitor is not None:
            device = Device(device_key(self.digests, str(visitor)), device.words)
        elif device.key:
            await self.sessions.end_on(device.key, Ended.REPLACED, now)
        session = Session(
            SessionId(self.new_id()),
            person,
            started_at=now,
            ends_at=now + (VISIT if visitor else LIFE),
            face_at=face.at if face else None,
            face_matter=face.matter if face else None,
            refresh=self.digests.keyed(REFRESH, token),
            refresh_family=self.digests.keyed(FAMILY, family),
            channel=Channel.MINI_PROGRAM if visitor else Channel.H5,
            visitor=visitor,
            account=account,
            method=method,
            device=device.key,
            device_words=device.words,
            used_at=now,
            face_purpose=face.purpose if face else None,
            face_subject=face.subject if face else None,
            face_check=face.check if face else None,
        )
        await self.sessions.add(session)
        return session, token
