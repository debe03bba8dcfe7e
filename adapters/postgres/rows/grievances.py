"""Rows of grievances: who said and answered what is sealed whole, where it stands is not."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class GrievanceRow(Model):
    """`due` orders the queue; what people see is counted anew. `answered_at`: of the last answer."""

    id = fields.UUIDField(primary_key=True)
    kind = fields.CharField(max_length=24)
    party_id = fields.UUIDField()
    matter_id = fields.UUIDField(null=True)
    case_id = fields.UUIDField(null=True)
    licence_id = fields.UUIDField(null=True)
    field = fields.CharField(max_length=40)
    rating_id = fields.UUIDField(null=True)
    state = fields.CharField(max_length=16)
    raised_at = fields.DatetimeField()
    counted_from = fields.DatetimeField()
    due = fields.DateField()
    answered_at = fields.DatetimeField(null=True)
    handler_id = fields.UUIDField(null=True)
    for_chiefs = fields.BooleanField()
    version = fields.IntField()
    sealed = fields.BinaryField()

    class Meta:
        table = "grievances"
        indexes = (
            Index(fields=("party_id", "raised_at")),
            Index(fields=("case_id",)),
            Index(fields=("state", "due")),
            Index(fields=("state", "answered_at")),
        )
