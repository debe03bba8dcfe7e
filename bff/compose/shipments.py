"""Builds the shipment desk, and the plans of shipments that other desks make."""

from dataclasses import dataclass

from adapters.postgres.cases import PostgresCases
from adapters.postgres.inbox import PostgresInbox
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.parties import PostgresParties
from adapters.postgres.shipments import PostgresShipments
from bff.compose.core import Core
from bff.desks.shipments import ShipmentDesk
from domain.catalogue.ports import Catalogue
from domain.shipments.outside import Courier, CourierCallbacks
from domain.usecases.ask_after_parcel import AskAfterParcel
from domain.usecases.close_matter import CloseMatter
from domain.usecases.follow_parcel import FollowParcel
from domain.usecases.list_arriving import ListArriving
from domain.usecases.order_shipment import OrderShipment
from domain.usecases.plan_shipment import (
    AddShipment,
    CounterOf,
    PlanCollection,
    PlanDelivery,
    PlanGiveBack,
)
from domain.usecases.receive_courier_news import ReceiveCourierNews
from domain.usecases.record_courier_news import RecordCourierNews
from domain.usecases.scan_certificates import ScanCertificates


@dataclass(frozen=True, slots=True)
class ShipmentPlans:
    collection: PlanCollection
    delivery: PlanDelivery
    give_back: PlanGiveBack


def shipment_plans(core: Core, catalogue: Catalogue, counter: CounterOf) -> ShipmentPlans:
    """`counter`: where a case's certificates are received and sent from."""
    add = AddShipment(
        PostgresShipments(core.cipher), core.ledger, core.randomness, core.digests, core.new_id, core.now
    )
    return ShipmentPlans(
        PlanCollection(add, catalogue, counter), PlanDelivery(add, catalogue, counter), PlanGiveBack(add)
    )


def shipment_desk(
    core: Core, catalogue: Catalogue, courier: Courier, callbacks: CourierCallbacks, *, public_url: str
) -> ShipmentDesk:
    """`public_url`: scheme and host at which the courier's platform reaches us."""
    shipments, cases = PostgresShipments(core.cipher), PostgresCases()
    parties = PostgresParties(core.cipher, core.digests, core.now, core.new_id)
    inbox = PostgresInbox(core.cipher, core.now, core.new_id)
    follow = FollowParcel(
        shipments, cases, CloseMatter(PostgresMatters(), cases, core.ledger), core.ledger, core.now
    )
    return ShipmentDesk(
        order_shipment=OrderShipment(
            shipments, shipments, courier, core.ledger, core.atomic, core.now, public_url.rstrip("/")
        ),
        receive_courier_news=ReceiveCourierNews(
            shipments, callbacks, core.digests, inbox, core.jobs, core.atomic
        ),
        record_courier_news=RecordCourierNews(inbox, shipments, follow, core.atomic),
        list_arriving=ListArriving(shipments, cases, parties, catalogue),
        scan_certificates=ScanCertificates(
            shipments, core.ledger, core.jobs, core.answers, core.atomic, core.now
        ),
        ask_after_parcel=AskAfterParcel(shipments, shipments, courier, follow, core.atomic, core.now),
    )
