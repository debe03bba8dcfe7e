"""Bind the app (应用绑定) on this phone to the session of whoever is signed in on it, and unbind it."""

from dataclasses import dataclass, field

from domain.identity.alert import AlertKind
from domain.identity.app_device import AppDevice, AppDevices, AppPushNotOffered, Platform
from domain.identity.session import SessionEnded
from domain.kernel.ids import AppDeviceId
from domain.kernel.party import Acting
from domain.kernel.ports import Atomic, Clock, NewId, Randomness
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger
from domain.parties.ports import Parties
from domain.usecases.raise_alert import RaiseAlert


@dataclass(frozen=True, slots=True)
class BindApp:
    """The binding and its ledger entry, or neither. The app binds the account it is told at the service.

    On a phone where this person's app was not bound before they are warned, and by text: what they are told
    goes there from now on. Each face begins a session and binds anew; that is no news.
    """

    devices: AppDevices
    parties: Parties
    raise_alert: RaiseAlert
    ledger: Ledger
    randomness: Randomness
    atomic: Atomic
    now: Clock
    new_id: NewId
    is_offered: bool = field(kw_only=True)

    async def __call__(self, acting: Acting, platform: Platform) -> AppDevice:
        """The same answer again for the same session and platform. Raises AppPushNotOffered, SessionEnded."""
        if not self.is_offered:
            raise AppPushNotOffered
        if acting.session is None:
            raise SessionEnded
        async with self.atomic():
            await self.parties.hold(acting.person)  # one asker at a time; and no sign-out half-way
            standing = await self.devices.of_session(acting.session)
            if standing is not None and standing.platform is platform:
                return standing
            facts = {"platform": str(platform)}
            await self.ledger.append(Step("app-bound", acting=acting, facts=facts))
            if await self.devices.is_new(acting.person, acting.device):
                await self.raise_alert(acting.person, AlertKind.APP_BOUND, facts)
            bound = AppDevice(
                AppDeviceId(self.new_id()),
                self.randomness.token(),
                acting.person,
                acting.session,
                platform,
                self.now(),
            )
            await self.devices.bind(bound)
            return bound


@dataclass(frozen=True, slots=True)
class UnbindApp:
    devices: AppDevices
    ledger: Ledger
    atomic: Atomic
    now: Clock

    async def __call__(self, acting: Acting) -> None:
        """No push goes there from now on. Harmless when repeated."""
        if acting.session is None:
            return
        async with self.atomic():
            if await self.devices.of_session(acting.session) is None:
                return
            await self.ledger.append(Step("app-unbound", acting=acting))
            await self.devices.end(acting.session, self.now())
