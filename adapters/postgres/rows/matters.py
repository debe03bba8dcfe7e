"""Rows of matters: the one row that is held while anything of its matter changes."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class MatterRow(Model):
    id = fields.UUIDField(primary_key=True)
    holder_id = fields.UUIDField()
    event_key = fields.CharField(max_length=160, unique=True)
    state = fields.CharField(max_length=16)
    version = fields.IntField()
    opened_at = fields.DatetimeField()

    class Meta:
        table = "matters"
        indexes = (Index(fields=("holder_id", "opened_at")), Index(fields=("state", "id")))
