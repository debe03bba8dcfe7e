"""Rows of doubts: register keys and a clerk's reason, sealed; the address texts are in no row of ours."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class DoubtRow(Model):
    id = fields.UUIDField(primary_key=True)
    change_id = fields.CharField(max_length=40, unique=True)
    record_id = fields.CharField(max_length=64)
    opened_at = fields.DatetimeField()
    state = fields.CharField(max_length=16)
    settled_by_id = fields.UUIDField(null=True)
    settled_at = fields.DatetimeField(null=True)
    reason = fields.BinaryField(null=True)
    overruled_id = fields.UUIDField(null=True)
    # NULL: about an address
    kind = fields.CharField(max_length=16, null=True)
    event_key = fields.CharField(max_length=160, null=True)
    other_record_id = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "doubts"
        indexes = (Index(fields=("state", "id")),)
