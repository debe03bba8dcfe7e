"""Rows of shipments: who, where and what the courier said is sealed; numbers, states and times are not."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class ShipmentRow(Model):
    """`sealed`: ends, pieces, courier, events, calls, as JSON; `sealed_secrets`: callback token and salt.

    `at_counter`, `open_pieces`: how many pieces of a collection lie at our counter, and how many nobody has
    accounted for; `settled`: nothing is to be done about it any more, whatever becomes of its case.
    """

    id = fields.UUIDField(primary_key=True)
    case_id = fields.UUIDField()
    matter_id = fields.UUIDField()
    direction = fields.CharField(max_length=16)
    state = fields.CharField(max_length=20)
    carrier = fields.CharField(max_length=32)
    planned_at = fields.DatetimeField()
    order_no = fields.CharField(max_length=32, unique=True)
    pickup_day = fields.DateField(null=True)
    pickup_window = fields.CharField(max_length=16)
    first_tried_at = fields.DatetimeField(null=True)
    vendor = fields.CharField(max_length=16)
    task_id = fields.CharField(max_length=64)
    order_id = fields.CharField(max_length=64)
    waybill = fields.CharField(max_length=64)
    freight_fen = fields.IntField()
    heard_at = fields.DatetimeField(null=True)
    asked_at = fields.DatetimeField(null=True)
    delivered_at = fields.DatetimeField(null=True)
    scanned_at = fields.DatetimeField(null=True)
    version = fields.IntField()
    callback = fields.BinaryField()
    sealed = fields.BinaryField()
    sealed_secrets = fields.BinaryField()
    way = fields.CharField(max_length=16, db_default="courier")
    attempt = fields.IntField(db_default=1)
    cancel_asked_at = fields.DatetimeField(null=True)
    looked_at = fields.DatetimeField(null=True)
    mismatched_at = fields.DatetimeField(null=True)
    voided_at = fields.DatetimeField(null=True)
    at_counter = fields.IntField(null=True)
    open_pieces = fields.IntField(null=True)
    settled = fields.BooleanField(db_default=False)
    away_since = fields.DatetimeField(
        null=True
    )  # the vendor tried turns the order away since; NULL: it does not

    class Meta:
        table = "shipments"
        unique_together = (("case_id", "direction", "attempt"), ("callback",))
        indexes = (
            Index(fields=("state", "direction")),
            Index(fields=("settled", "state")),
            Index(fields=("waybill",)),
        )
