"""Rows of clock stops, extensions and promises. No behaviour: what they are lives in domain/."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class ClockStopRow(Model):
    id = fields.UUIDField(primary_key=True)
    case_id = fields.UUIDField()
    reason = fields.CharField(max_length=16)
    document_number = fields.CharField(max_length=100)
    since = fields.DateField()
    until = fields.DateField(null=True)
    by = fields.CharField(max_length=64)
    at = fields.DatetimeField()
    resumed_by = fields.CharField(max_length=64)

    class Meta:
        table = "clock_stops"
        indexes = (Index(fields=("case_id", "since")), Index(fields=("until", "since")))


class ClockExtensionRow(Model):
    """One for each case, under the case's id. `sealed`: what clerks wrote."""

    id = fields.UUIDField(primary_key=True)
    days = fields.IntField()
    unit = fields.CharField(max_length=16)
    document_number = fields.CharField(max_length=100)
    state = fields.CharField(max_length=16)
    prepared_by = fields.CharField(max_length=64)
    prepared_at = fields.DatetimeField()
    decided_by = fields.CharField(max_length=64)
    decided_at = fields.DatetimeField(null=True)
    decided_on = fields.DateField(null=True)
    sealed = fields.BinaryField()

    class Meta:
        table = "clock_extensions"
        indexes = (Index(fields=("state", "prepared_at")),)


class PromiseRow(Model):
    """`sealed`: the text as signed and a clerk's words, as JSON."""

    id = fields.UUIDField(primary_key=True)
    case_id = fields.UUIDField()
    matter_id = fields.UUIDField()
    material = fields.CharField(max_length=40)
    material_name = fields.CharField(max_length=200)
    kind = fields.CharField(max_length=16)
    state = fields.CharField(max_length=16)
    text_version = fields.CharField(max_length=40)
    signed_at = fields.DatetimeField()
    days = fields.IntField(null=True)
    reminded = fields.CharField(max_length=16, null=True)
    content_type = fields.CharField(max_length=64, null=True)
    size = fields.IntField(null=True)
    sm3 = fields.CharField(max_length=64, null=True)
    brought_at = fields.DatetimeField(null=True)
    told_at = fields.DatetimeField(null=True)
    checked_by = fields.CharField(max_length=64)
    checked_at = fields.DatetimeField(null=True)
    sealed = fields.BinaryField()

    class Meta:
        table = "promises"
        unique_together = (("case_id", "material"),)
        indexes = (Index(fields=("state", "kind", "id")),)


class PromisedFileRow(Model):
    """Under the promise's id; `sealed` is our encryption of the whole file, of at most ten megabytes."""

    id = fields.UUIDField(primary_key=True)
    sealed = fields.BinaryField()

    class Meta:
        table = "promised_files"
