"""Take the one return of a sign-in at another house: on the device it was begun on, and never again."""

from dataclasses import dataclass

from domain.identity.outside_sign_in import OutsideSignIn, OutsideSignInEnded, OutsideSignIns, Way
from domain.identity.session import Device
from domain.kernel.ports import Atomic, Clock, Digests
from domain.usecases.spend_try import SpendTry

TRIES = "outside-sign-in"


def state_digest(digests: Digests, way: Way, state: str, device: Device) -> bytes:
    """Of the state on one device: brought back by another, or to another house's door, it is not found."""
    return digests.keyed("outside-sign-in", f"{way}:{device.key.hex()}:{state}")


@dataclass(frozen=True, slots=True)
class TakeOutsideSignIn:
    spend_try: SpendTry
    sign_ins: OutsideSignIns
    digests: Digests
    atomic: Atomic
    now: Clock

    async def __call__(self, way: Way, state: str, *, address: str, device: Device) -> OutsideSignIn:
        """Used up before the other house is asked: what comes of that, it serves nobody again.

        Raises OutsideSignInEnded, TooManyRequests, LimitsUnavailable.
        """
        await self.spend_try(TRIES, address)
        if not device.key:  # any device without a secret would be like another
            raise OutsideSignInEnded
        async with self.atomic():
            sign_in = await self.sign_ins.take(state_digest(self.digests, way, state, device))
            if sign_in is None or not sign_in.take(self.now()):
                raise OutsideSignInEnded
            await self.sign_ins.save(sign_in)
        return sign_in
