"""The couriers behind their ports (快递渠道): which vendors, in which order, and what they tell us."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import uuid4

from adapters.courier import ems, kuaidi100, sf_express
from adapters.courier.ems import EmsCourier
from adapters.courier.ems_pushes import EmsPushes
from adapters.courier.kuaidi100 import Kuaidi100
from adapters.courier.kuaidi100_callbacks import Kuaidi100Callbacks
from adapters.courier.kuaidi100_following import Kuaidi100Following
from adapters.courier.routed import RoutedCouriers, Vendor
from adapters.courier.sf_digest import Digest
from adapters.courier.sf_express import SfExpress
from adapters.courier.sf_pushes import SfPushes
from adapters.outbound.http import Outbound
from bff.settings import Settings
from domain.kernel.ports import Clock
from domain.shipments.carriers import CARRIERS, EMS, SHUNFENG
from domain.shipments.outside import CourierCallbacks, Couriers, ParcelFollowing
from domain.usecases.receive_courier_push import PushDoor


@dataclass(frozen=True, slots=True)
class CourierOutside:
    """`callbacks`: of the vendor `signed_by`, which takes an address with each order; `doors`: of those with
    one of all."""

    couriers: Couriers
    callbacks: CourierCallbacks
    doors: Mapping[str, PushDoor]
    following: ParcelFollowing | None = None
    signed_by: str = kuaidi100.VENDOR


class _Builder(Protocol):
    def __call__(self, http: Outbound, settings: Settings, now: Clock) -> Vendor: ...


def courier_outside(http: Outbound, settings: Settings, now: Clock) -> CourierOutside:
    """A vendor that was dropped from the list is gone whole: it orders nothing and its news are not heard."""
    chosen = settings.courier_vendors
    doors = {
        sf_express.VENDOR: PushDoor(SfPushes(), settings.sf_callback_secret),
        ems.VENDOR: PushDoor(EmsPushes(settings.ems.secret), settings.ems_callback_secret),
    }
    return CourierOutside(
        RoutedCouriers({name: _BUILDERS[name](http, settings, now) for name in chosen}),
        Kuaidi100Callbacks(clock=now),
        {name: door for name, door in doors.items() if name in chosen},
        _following(http, settings) if kuaidi100.VENDOR in chosen else None,
    )


def _kuaidi100(http: Outbound, settings: Settings, now: Clock) -> Vendor:
    courier = Kuaidi100(
        http,
        order_url=settings.courier.url,
        track_url=settings.courier.url,
        key=settings.courier.account,
        secret=settings.courier_second_secret,
        customer=settings.courier_customer,
        clock=now,
    )
    return Vendor(courier, frozenset(CARRIERS))


def _sf(http: Outbound, settings: Settings, now: Clock) -> Vendor:
    courier = SfExpress(
        http,
        url=settings.sf.url,
        partner=settings.sf.account,
        checkword=settings.sf.secret,
        monthly_card=settings.sf_monthly_card,
        digest=Digest(settings.sf_digest),
        clock=now,
        request_id=lambda: str(uuid4()),
    )
    return Vendor(courier, frozenset({SHUNFENG}))


def _ems(http: Outbound, settings: Settings, now: Clock) -> Vendor:
    courier = EmsCourier(
        http,
        url=settings.ems.url,
        customer=settings.ems.account,
        authorization=settings.ems_authorization,
        key=settings.ems.secret,
        clock=now,
    )
    return Vendor(courier, frozenset({EMS}))


def _following(http: Outbound, settings: Settings) -> ParcelFollowing:
    return Kuaidi100Following(http, url=settings.courier.url, key=settings.courier.account)


_BUILDERS: Mapping[str, _Builder] = {
    kuaidi100.VENDOR: _kuaidi100,
    sf_express.VENDOR: _sf,
    ems.VENDOR: _ems,
}
