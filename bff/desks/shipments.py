"""The shipment desk: couriers ordered and called off, what they tell, and certificates at the counter."""

from dataclasses import dataclass

from domain.usecases.ask_after_booking import AskAfterBooking
from domain.usecases.ask_after_parcel import AskAfterParcel
from domain.usecases.cancel_shipment import CancelShipment
from domain.usecases.close_delivered import CloseDelivered
from domain.usecases.confirm_receipt import ConfirmReceipt
from domain.usecases.declare_parcel_lost import DeclareParcelLost
from domain.usecases.enter_waybill import EnterWaybill
from domain.usecases.follow_posted import FollowPosted
from domain.usecases.hand_over_at_counter import HandOverAtCounter
from domain.usecases.list_arriving import ListArriving
from domain.usecases.list_certificates import ListCertificates
from domain.usecases.note_courier_call import NoteCourierCall
from domain.usecases.order_shipment import OrderShipment
from domain.usecases.order_shipment_again import OrderShipmentAgain
from domain.usecases.queue_certificates import QueueCertificates
from domain.usecases.read_contact_phone import ReadContactPhone
from domain.usecases.receive_courier_news import ReceiveCourierNews
from domain.usecases.receive_courier_push import ReceiveCourierPush
from domain.usecases.record_courier_news import RecordCourierNews
from domain.usecases.reissue_certificate import ReissueCertificate
from domain.usecases.say_received import SayReceived
from domain.usecases.scan_certificates import ScanCertificates
from domain.usecases.void_certificates import VoidCertificates


@dataclass(frozen=True, slots=True)
class ShipmentDesk:
    order_shipment: OrderShipment
    cancel_shipment: CancelShipment
    receive_courier_news: ReceiveCourierNews
    say_received: SayReceived
    receive_courier_push: ReceiveCourierPush
    record_courier_news: RecordCourierNews
    ask_after_parcel: AskAfterParcel
    ask_after_booking: AskAfterBooking
    follow_posted: FollowPosted
    close_delivered: CloseDelivered
    enter_waybill: EnterWaybill
    list_arriving: ListArriving
    list_certificates: ListCertificates
    queue_certificates: QueueCertificates
    read_contact_phone: ReadContactPhone
    scan_certificates: ScanCertificates
    void_certificates: VoidCertificates
    note_courier_call: NoteCourierCall
    order_shipment_again: OrderShipmentAgain
    confirm_receipt: ConfirmReceipt
    declare_parcel_lost: DeclareParcelLost
    reissue_certificate: ReissueCertificate
    hand_over_at_counter: HandOverAtCounter
