"""Rows of single sign-on tickets (单点登录票据): ids and a digest, nothing about anybody."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class TicketRow(Model):
    id = fields.UUIDField(primary_key=True)
    code_digest = fields.BinaryField()
    page = fields.CharField(max_length=64)
    department = fields.CharField(max_length=64)
    person_id = fields.UUIDField()
    party_id = fields.UUIDField()
    session_id = fields.UUIDField()
    level = fields.SmallIntField()
    channel = fields.CharField(max_length=16)
    capacity = fields.CharField(max_length=32)
    issued_at = fields.DatetimeField(db_index=True)
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "gateway_tickets"
        unique_together = (("code_digest",),)
        indexes = (Index(fields=("party_id", "issued_at")),)
