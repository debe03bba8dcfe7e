"""Rows of visits at the counter and of the signatures given in them; the strokes are evidence."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class VisitRow(Model):
    id = fields.UUIDField(primary_key=True)
    kind = fields.CharField(max_length=16)
    clerk_id = fields.UUIDField()
    login = fields.CharField(max_length=64)
    desk = fields.CharField(max_length=20)
    person_id = fields.UUIDField()
    party_id = fields.UUIDField(null=True)
    matter_id = fields.UUIDField(null=True)
    opened_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    is_helped = fields.BooleanField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "visits"
        indexes = (Index(fields=("person_id", "ended_at")), Index(fields=("ends_at",)))


class SignatureRow(Model):
    id = fields.UUIDField(primary_key=True)
    visit_id = fields.UUIDField(null=True)  # NULL: given on the person's own phone
    case_id = fields.UUIDField()
    form_digest = fields.CharField(max_length=64)
    evidence_id = fields.UUIDField()
    signed_at = fields.DatetimeField()
    desk = fields.CharField(max_length=20)
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "signatures"
        indexes = (Index(fields=("case_id", "signed_at")),)
