"""Rows of starts (自己办): who asked for which item, and what it led to."""

from tortoise import fields
from tortoise.models import Model


class StartRow(Model):
    """`running_key` names party and item while it runs, so that one runs at a time."""

    id = fields.UUIDField(primary_key=True)
    person_id = fields.UUIDField()
    party_id = fields.UUIDField()
    item = fields.CharField(max_length=64)
    asked_at = fields.DatetimeField()
    state = fields.CharField(max_length=16)
    running_key = fields.CharField(max_length=120, null=True, unique=True)
    reason = fields.CharField(max_length=32)
    matter_id = fields.UUIDField(null=True)
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "starts"
