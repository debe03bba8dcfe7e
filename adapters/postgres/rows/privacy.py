"""Rows of who looked at whose data."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class DataAccessRow(Model):
    """Append-only. `by_kind` and `by_ref` say who looked; `what`: codes of the data seen, never the data."""

    id = fields.UUIDField(primary_key=True)
    party_id = fields.UUIDField()
    at = fields.DatetimeField()
    by_kind = fields.CharField(max_length=16)
    by_ref = fields.CharField(max_length=64)
    purpose = fields.CharField(max_length=32)
    what: list[str] = fields.JSONField()
    matter_id = fields.UUIDField(null=True)
    case_id = fields.UUIDField(null=True)
    operation = fields.CharField(max_length=64)
    request_id = fields.CharField(max_length=64)

    class Meta:
        table = "data_accesses"
        indexes = (Index(fields=("party_id", "at")), Index(fields=("case_id", "at")))
