"""Rows of supplements, what was given for them, and what we asked the back-end to do. No behaviour."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class SupplementRow(Model):
    """`sealed`: reasons, materials and a clerk's words, as JSON: all of it may name people."""

    id = fields.UUIDField(primary_key=True)
    case_id = fields.UUIDField()
    matter_id = fields.UUIDField()
    state = fields.CharField(max_length=16)
    seq = fields.IntField()
    asked_at = fields.DatetimeField()
    told_at = fields.DatetimeField()
    days = fields.IntField()
    unit = fields.CharField(max_length=16)
    newly_arisen = fields.BooleanField()
    answered_at = fields.DatetimeField(null=True)
    tried_at = fields.DatetimeField(null=True)
    handed_in_at = fields.DatetimeField(null=True)
    settled_by = fields.CharField(max_length=64)
    settled_at = fields.DatetimeField(null=True)
    sealed = fields.BinaryField()

    class Meta:
        table = "supplements"
        unique_together = (("case_id", "seq"),)
        indexes = (Index(fields=("state", "told_at")),)


class SupplementFileRow(Model):
    """`sealed` is our encryption of the whole file, of at most ten megabytes."""

    id = fields.UUIDField(primary_key=True)
    supplement_id = fields.UUIDField()
    index = fields.IntField()
    content_type = fields.CharField(max_length=64)
    size = fields.IntField()
    sm3 = fields.CharField(max_length=64)
    from_wallet = fields.BooleanField()
    sealed = fields.BinaryField()

    class Meta:
        table = "supplement_files"
        unique_together = (("supplement_id", "index"),)


class CaseRequestRow(Model):
    id = fields.UUIDField(primary_key=True)
    case_id = fields.UUIDField()
    kind = fields.CharField(max_length=16)
    state = fields.CharField(max_length=16)
    reason = fields.CharField(max_length=40)
    asked_at = fields.DatetimeField()
    tried_at = fields.DatetimeField(null=True)
    refused_with = fields.CharField(max_length=64)

    class Meta:
        table = "case_requests"
        unique_together = (("case_id", "kind"),)
