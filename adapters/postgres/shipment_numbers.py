"""Shipments (快递单) by the numbers a vendor speaks of them."""

from adapters.postgres.rows.shipments import ShipmentRow
from domain.kernel.ids import ShipmentId


class PostgresShipmentNumbers:
    """Implements ShipmentNumbers."""

    async def of_vendor(self, vendor: str, *, order_no: str, waybill: str) -> ShipmentId | None:
        """What another vendor was given is not this one's to tell of."""
        for number in ({"order_no": order_no}, {"waybill": waybill}):
            if not any(number.values()):
                continue
            row = await ShipmentRow.filter(vendor=vendor, **number).order_by("-planned_at").first()
            if row is not None:
                return ShipmentId(row.id)
        return None
