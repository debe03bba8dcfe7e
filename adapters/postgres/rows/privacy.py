"""Rows of who looked at whose data, of copies asked for, of erasures and of what retention removed."""

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
        indexes = (
            Index(fields=("party_id", "at")),
            Index(fields=("case_id", "at")),
            Index(fields=("at",)),
        )


class DataExportRow(Model):
    """A copy of one's data; `sealed` is the file until `ends_at`."""

    id = fields.UUIDField(primary_key=True)
    party_id = fields.UUIDField()
    person_id = fields.UUIDField()
    state = fields.CharField(max_length=16)
    asked_at = fields.DatetimeField()
    ready_at = fields.DatetimeField(null=True)
    ends_at = fields.DatetimeField(null=True)
    fetched_at = fields.DatetimeField(null=True)
    digest = fields.BinaryField(null=True)
    sealed = fields.BinaryField(null=True)

    class Meta:
        table = "data_exports"
        indexes = (Index(fields=("party_id", "asked_at")), Index(fields=("ends_at",)))


class ErasureRow(Model):
    """`sealed`: what went, what stays, why and until when."""

    id = fields.UUIDField(primary_key=True)
    party_id = fields.UUIDField()
    person_id = fields.UUIDField()
    state = fields.CharField(max_length=16)
    asked_at = fields.DatetimeField()
    done_at = fields.DatetimeField(null=True)
    sealed = fields.BinaryField(null=True)

    class Meta:
        table = "erasures"
        indexes = (Index(fields=("party_id", "asked_at")),)


class RetentionRunRow(Model):
    """Append-only: how many rows a rule removed, and when."""

    id = fields.UUIDField(primary_key=True)
    rule = fields.CharField(max_length=32)
    at = fields.DatetimeField(db_index=True)
    before = fields.DatetimeField()
    removed = fields.BigIntField()

    class Meta:
        table = "retention_runs"
