"""Rows of decisions and documents: what was said and sealed is encrypted, what is counted is not."""

from tortoise import fields
from tortoise.models import Model


class DecisionRow(Model):
    """`sealed`: reasons, remedies and the number of the licence granted, as JSON."""

    id = fields.UUIDField(primary_key=True)
    case_id = fields.UUIDField(unique=True)
    result = fields.CharField(max_length=16)
    decided_at = fields.DatetimeField()
    sealed = fields.BinaryField()
    licence_id = fields.UUIDField(null=True)

    class Meta:
        table = "decisions"


class DocumentRow(Model):
    """`sealed` is our encryption of the whole file; `sealed_at` is when the office sealed it."""

    id = fields.UUIDField(primary_key=True)
    case_id = fields.UUIDField()
    kind = fields.CharField(max_length=24)
    outside_id = fields.CharField(max_length=64)
    sealed_at = fields.DatetimeField(null=True)
    sm3 = fields.CharField(max_length=64)
    sealed = fields.BinaryField()

    class Meta:
        table = "documents"
        unique_together = (("case_id", "outside_id"),)
