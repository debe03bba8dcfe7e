"""Rows of what people look at beside the rules: reviews, rechecks, shadow weighings, revocations."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class InstantReviewRow(Model):
    """One for a case, under the case's id. `sealed`: the clerk's note and what the person is asked for."""

    id = fields.UUIDField(primary_key=True)
    by_id = fields.UUIDField()
    at = fields.DatetimeField()
    sealed = fields.BinaryField()

    class Meta:
        table = "instant_reviews"


class RecheckRow(Model):
    id = fields.UUIDField(primary_key=True)
    case_id = fields.UUIDField(unique=True)
    drawn_at = fields.DatetimeField()
    state = fields.CharField(max_length=16)
    judged_by_id = fields.UUIDField(null=True)
    judged_at = fields.DatetimeField(null=True)
    reason = fields.BinaryField(null=True)
    asked_at = fields.DatetimeField(null=True)  # NULL: drawn by lot
    asked = fields.BinaryField(null=True)

    class Meta:
        table = "rechecks"
        indexes = (Index(fields=("state", "drawn_at")),)


class ShadowRow(Model):
    """`unmet`: ids of rules; what each was given is sealed."""

    id = fields.UUIDField(primary_key=True)
    case_id = fields.UUIDField()
    item_code = fields.CharField(max_length=64)
    rules_version = fields.IntField()
    would_grant = fields.BooleanField()
    live_grants = fields.BooleanField()
    unmet: list[str] = fields.JSONField()
    weighed_at = fields.DatetimeField()
    sealed = fields.BinaryField()

    class Meta:
        table = "shadow_weighings"
        unique_together = (("case_id", "rules_version"),)
        indexes = (Index(fields=("item_code", "rules_version", "weighed_at")),)


class RevocationRow(Model):
    """`sealed`: reasons, the person's statement, the chief's note, remedies, as JSON."""

    id = fields.UUIDField(primary_key=True)
    case_id = fields.UUIDField(db_index=True)
    recheck_id = fields.UUIDField(null=True)
    basis = fields.CharField(max_length=24)
    state = fields.CharField(max_length=16)
    prepared_by_id = fields.UUIDField(null=True)
    prepared_at = fields.DatetimeField()
    hear_until = fields.DateField()
    decided_by_id = fields.UUIDField(null=True)
    decided_at = fields.DatetimeField(null=True)
    tried_at = fields.DatetimeField(null=True)
    refused_with = fields.CharField(max_length=64)
    revoked_at = fields.DatetimeField(null=True)
    sealed = fields.BinaryField()

    class Meta:
        table = "revocations"
        indexes = (Index(fields=("state", "hear_until")), Index(fields=("recheck_id",)))
