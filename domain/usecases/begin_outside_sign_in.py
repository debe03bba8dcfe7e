"""Begin to sign in at another house (其他平台登录): where to go, with a state for this device alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.identity.outside_sign_in import LIFE, Doorway, HouseNotOffered, OutsideSignIn, OutsideSignIns, Way
from domain.identity.session import Device
from domain.kernel.ids import OutsideSignInId
from domain.kernel.ports import Atomic, Clock, Digests, NewId, Randomness
from domain.usecases.spend_try import SpendTry
from domain.usecases.take_outside_sign_in import state_digest

TRIES = "outside-sign-in-begun"


@dataclass(frozen=True, slots=True)
class OutsideSignInBegun:
    url: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class BeginOutsideSignIn:
    """`doorways`: the houses configured here."""

    doorways: Mapping[Way, Doorway]
    spend_try: SpendTry
    sign_ins: OutsideSignIns
    digests: Digests
    randomness: Randomness
    atomic: Atomic
    now: Clock
    new_id: NewId

    def ways(self) -> tuple[Way, ...]:
        """What the sign-in page may offer."""
        return tuple(way for way in Way if way in self.doorways)

    async def __call__(self, way: Way, *, address: str, device: Device) -> OutsideSignInBegun:
        """`address`: where the request came from; `device`: by a secret it has, or gets with the answer.

        Raises HouseNotOffered, TooManyRequests, LimitsUnavailable.
        """
        if way not in self.doorways:
            raise HouseNotOffered
        await self.spend_try(TRIES, address)
        now, state = self.now(), self.randomness.token()
        sign_in = OutsideSignIn(OutsideSignInId(self.new_id()), way, begun_at=now, ends_at=now + LIFE)
        async with self.atomic():
            await self.sign_ins.add(sign_in, state_digest(self.digests, way, state, device))
        return OutsideSignInBegun(self.doorways[way].page(state), sign_in.ends_at)
