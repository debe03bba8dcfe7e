"""The shipment desk: couriers ordered, what they tell, and certificates taken in at the counter."""

from dataclasses import dataclass

from domain.usecases.ask_after_parcel import AskAfterParcel
from domain.usecases.list_arriving import ListArriving
from domain.usecases.order_shipment import OrderShipment
from domain.usecases.receive_courier_news import ReceiveCourierNews
from domain.usecases.record_courier_news import RecordCourierNews
from domain.usecases.scan_certificates import ScanCertificates


@dataclass(frozen=True, slots=True)
class ShipmentDesk:
    order_shipment: OrderShipment
    receive_courier_news: ReceiveCourierNews
    record_courier_news: RecordCourierNews
    list_arriving: ListArriving
    scan_certificates: ScanCertificates
    ask_after_parcel: AskAfterParcel
