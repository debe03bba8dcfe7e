"""Builds the shipment desk, and the plans of shipments that other desks make."""

from dataclasses import dataclass

from adapters.postgres.cases import PostgresCases
from adapters.postgres.certificate_queue import PostgresCertificateQueue
from adapters.postgres.decisions import PostgresDecisions
from adapters.postgres.forms import PostgresForms
from adapters.postgres.inbox import PostgresInbox
from adapters.postgres.matters import PostgresMatters
from adapters.postgres.parties import PostgresParties
from adapters.postgres.sessions import PostgresSessions
from adapters.postgres.shipment_numbers import PostgresShipmentNumbers
from adapters.postgres.shipments import PostgresShipments
from adapters.postgres.staff import PostgresAccounts
from adapters.postgres.visits import PostgresVisits
from bff.compose.core import Core
from bff.compose.couriers import CourierOutside
from bff.compose.telling import tell_holder
from bff.desks.shipments import ShipmentDesk
from domain.catalogue.ports import Catalogue
from domain.shipments.outside import Couriers
from domain.usecases.ask_after_booking import AskAfterBooking
from domain.usecases.ask_after_parcel import AskAfterParcel
from domain.usecases.cancel_collection import CancelCollection
from domain.usecases.cancel_shipment import CancelShipment
from domain.usecases.check_authority import CheckAuthority
from domain.usecases.choose_carrier import ChooseCarrier
from domain.usecases.close_delivered import CloseDelivered
from domain.usecases.close_matter import CloseMatter
from domain.usecases.confirm_receipt import ConfirmReceipt
from domain.usecases.declare_parcel_lost import DeclareParcelLost
from domain.usecases.end_delivery import EndDelivery
from domain.usecases.enter_waybill import EnterWaybill
from domain.usecases.find_case import FindCase
from domain.usecases.follow_parcel import FollowParcel
from domain.usecases.follow_posted import FollowPosted
from domain.usecases.give_back_certificate import GiveBackCertificate
from domain.usecases.hand_over_at_counter import HandOverAtCounter
from domain.usecases.list_arriving import ListArriving
from domain.usecases.list_certificates import ListCertificates
from domain.usecases.note_courier_call import NoteCourierCall
from domain.usecases.order_shipment import OrderShipment
from domain.usecases.order_shipment_again import OrderShipmentAgain
from domain.usecases.parcel_desk import ParcelDesk
from domain.usecases.plan_shipment import (
    AddShipment,
    CounterOf,
    PlanAgain,
    PlanCollection,
    PlanDelivery,
    PlanGiveBack,
)
from domain.usecases.queue_certificates import QueueCertificates
from domain.usecases.read_contact_phone import ReadContactPhone
from domain.usecases.receive_courier_news import ReceiveCourierNews
from domain.usecases.receive_courier_push import ReceiveCourierPush
from domain.usecases.record_courier_news import RecordCourierNews
from domain.usecases.reissue_certificate import ReissueCertificate
from domain.usecases.require_face import RequireFace
from domain.usecases.say_received import SayReceived
from domain.usecases.scan_certificates import ScanCertificates
from domain.usecases.void_certificates import VoidCertificates


@dataclass(frozen=True, slots=True)
class ShipmentPlans:
    collection: PlanCollection
    delivery: PlanDelivery
    give_back: PlanGiveBack


def shipment_plans(core: Core, catalogue: Catalogue, counter: CounterOf, couriers: Couriers) -> ShipmentPlans:
    """`counter`: where a case's certificates are received and sent from."""
    add, carrier_of = _add(core), ChooseCarrier(catalogue, couriers)
    return ShipmentPlans(
        PlanCollection(add, carrier_of, counter),
        PlanDelivery(add, carrier_of, counter),
        PlanGiveBack(add, carrier_of, PostgresForms(core.cipher, core.new_id), PostgresCases()),
    )


def give_back_certificate(core: Core, plans: ShipmentPlans) -> GiveBackCertificate:
    """The one door for whatever was collected, or is about to be, once there is nothing to grant."""
    shipments = PostgresShipments(core.cipher)
    return GiveBackCertificate(shipments, plans.give_back, _cancel(core), core.ledger, core.jobs)


def shipment_desk(
    core: Core,
    catalogue: Catalogue,
    out: CourierOutside,
    check_authority: CheckAuthority,
    *,
    public_url: str,
) -> ShipmentDesk:
    """`public_url`: scheme and host at which the courier's platform reaches us."""
    here, couriers = public_url.rstrip("/"), out.couriers
    ledger, jobs, atomic, now = core.ledger, core.jobs, core.atomic, core.now
    shipments, cases = PostgresShipments(core.cipher), PostgresCases()
    parties = PostgresParties(core.cipher, core.digests, now, core.new_id)
    inbox = PostgresInbox(core.cipher, now, core.new_id)
    close_matter = CloseMatter(PostgresMatters(), cases, ledger, core.jobs)
    end_delivery = EndDelivery(shipments, cases, close_matter, ledger)
    told = tell_holder(core)
    follow = FollowParcel(shipments, end_delivery, ledger, now, cases, catalogue, told)
    bookings = AskAfterBooking(shipments, shipments, shipments, couriers, atomic, now, here)
    desk = ParcelDesk(shipments, ledger, core.answers, atomic, now)
    listed = ListCertificates(
        PostgresCertificateQueue(shipments), cases, parties, catalogue, PostgresAccounts(), now
    )
    again = PlanAgain(_add(core))
    declare_lost = DeclareParcelLost(desk, jobs, cases, catalogue, told)
    return ShipmentDesk(
        order_shipment=OrderShipment(shipments, shipments, couriers, ledger, atomic, now, here),
        cancel_shipment=CancelShipment(shipments, couriers, ledger, atomic),
        receive_courier_news=ReceiveCourierNews(shipments, out.callbacks, core.digests, inbox, jobs, atomic),
        receive_courier_push=ReceiveCourierPush(out.doors, PostgresShipmentNumbers(), inbox, jobs, atomic),
        record_courier_news=RecordCourierNews(inbox, shipments, follow, jobs, atomic, now, out.signed_by),
        ask_after_parcel=AskAfterParcel(shipments, shipments, couriers, bookings, follow, jobs, atomic, now),
        ask_after_booking=bookings,
        follow_posted=FollowPosted(shipments, shipments, out.following, here),
        close_delivered=CloseDelivered(cases, cases, close_matter, ledger, atomic, now),
        enter_waybill=EnterWaybill(
            FindCase(check_authority, cases), shipments, catalogue, ledger, jobs, core.answers, atomic, now
        ),
        say_received=SayReceived(
            FindCase(check_authority, cases),
            RequireFace(PostgresSessions(), PostgresVisits(), now),
            shipments,
            end_delivery,
            ledger,
            core.answers,
            atomic,
            now,
        ),
        list_arriving=ListArriving(shipments, cases, parties, catalogue),
        list_certificates=listed,
        queue_certificates=QueueCertificates(listed),
        read_contact_phone=ReadContactPhone(shipments, ledger, atomic),
        scan_certificates=ScanCertificates(desk, jobs, _cancel(core), cases, catalogue, told),
        void_certificates=VoidCertificates(desk, cases, PostgresDecisions(core.cipher, core.new_id)),
        note_courier_call=NoteCourierCall(desk, declare_lost, end_delivery, jobs),
        order_shipment_again=OrderShipmentAgain(desk, cases, again, jobs),
        confirm_receipt=ConfirmReceipt(desk, end_delivery),
        declare_parcel_lost=declare_lost,
        reissue_certificate=ReissueCertificate(desk, cases, again, jobs),
        hand_over_at_counter=HandOverAtCounter(desk, end_delivery),
    )


def _cancel(core: Core) -> CancelCollection:
    return CancelCollection(PostgresShipments(core.cipher), core.ledger, core.jobs, core.now)


def _add(core: Core) -> AddShipment:
    return AddShipment(
        PostgresShipments(core.cipher), core.ledger, core.randomness, core.digests, core.new_id, core.now
    )
