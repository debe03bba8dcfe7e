"""Where shipments (快递单) are kept."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from domain.kernel.ids import CaseId, ShipmentId
from domain.kernel.remit import EVERY_BODY, Remit
from domain.shipments.cause import Cause, Group
from domain.shipments.shipment import Shipment


@dataclass(frozen=True, slots=True)
class CallbackSecrets:
    """Of one shipment: the token in its callback addresses, and the salt its callbacks are signed with.

    Both are sealed at rest and can be read again: a repeated order must quote the same addresses.
    """

    token: str = field(repr=False)
    salt: str = field(repr=False)


class Shipments(Protocol):
    """Adapter: adapters/postgres/shipments.py."""

    async def add(self, shipment: Shipment, *, callback: bytes, secrets: CallbackSecrets) -> bool:
        """False, and nothing added, when this case already has this attempt of this direction.

        `callback`: digest of the token in its callback addresses.
        """
        ...

    async def by_id(self, shipment: ShipmentId) -> Shipment:
        """For reading. Raises NotFound."""
        ...

    async def take(self, shipment: ShipmentId) -> Shipment:
        """Held FOR UPDATE, its matter's row first. Raises NotFound."""
        ...

    async def of_case(self, case: CaseId) -> tuple[Shipment, ...]:
        """Oldest first."""
        ...

    async def save(self, shipment: Shipment) -> None: ...


class ShipmentSecrets(Protocol):
    """Adapter: as above."""

    async def by_callback(self, callback: bytes) -> tuple[ShipmentId, CallbackSecrets] | None:
        """The shipment a callback address belongs to, by the digest of its token."""
        ...

    async def secrets_of(self, shipment: ShipmentId) -> CallbackSecrets:
        """Raises NotFound."""
        ...


class ShipmentLists(Protocol):
    """Adapter: as above."""

    async def arriving(self, remit: Remit = EVERY_BODY) -> tuple[Shipment, ...]:
        """Collections ordered and not yet scanned, nearest to our counter first."""
        ...

    async def quiet(
        self, *, heard_before: datetime, asked_before: datetime, size: int
    ) -> tuple[Shipment, ...]:
        """Under way with a waybill, unsigned, and in neither way in touch since the two instants; at most
        `size`, those first that were not asked after for longest.

        heard_before: no news since; asked_before: nor a question of ours.
        """
        ...

    async def nameless(
        self, *, tried_before: datetime, asked_before: datetime, size: int
    ) -> tuple[Shipment, ...]:
        """Ordered before the first instant, still without a waybill and nothing told, not asked after since
        the second; at most `size`."""
        ...


class ShipmentNumbers(Protocol):
    """Adapter: adapters/postgres/shipment_numbers.py."""

    async def of_vendor(self, vendor: str, *, order_no: str, waybill: str) -> ShipmentId | None:
        """The shipment that vendor was given, by our number, else by the carrier's; empty is no number."""
        ...


@dataclass(frozen=True, slots=True)
class Placed:
    """A parcel that stands in the queue, why, and since when."""

    shipment: Shipment
    cause: Cause
    since: datetime


class CertificateQueue(Protocol):
    """Adapter: adapters/postgres/certificate_queue.py."""

    async def placed(
        self, at: datetime, *, group: Group | None, size: int, remit: Remit = EVERY_BODY
    ) -> tuple[int, tuple[Placed, ...]]:
        """How many wait as of `at`, and the first `size`, most urgent first. group None: all but arriving."""
        ...
