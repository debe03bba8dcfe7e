"""Rows of cases, their forms and the files of their materials. No behaviour: aggregates live in domain/."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class CaseRow(Model):
    id = fields.UUIDField(primary_key=True)
    matter_id = fields.UUIDField()
    item_code = fields.CharField(max_length=64)
    party_id = fields.UUIDField()
    actor_id = fields.UUIDField()
    capacity = fields.CharField(max_length=32)
    state = fields.CharField(max_length=16)
    number = fields.CharField(max_length=64, null=True, unique=True)
    intended_at = fields.DatetimeField()
    confirmed_at = fields.DatetimeField(null=True)
    filed_at = fields.DatetimeField(null=True)
    accepted_at = fields.DatetimeField(null=True)
    decided_at = fields.DatetimeField(null=True)
    delivered_at = fields.DatetimeField(null=True)
    push_seq = fields.IntField()
    filing_tried_at = fields.DatetimeField(null=True)
    materials_put_at = fields.DatetimeField(null=True)
    version = fields.IntField()
    item_version = fields.IntField(null=True)
    deemed_accepted_at = fields.DatetimeField(null=True)
    ended_at = fields.DatetimeField(null=True)
    ended_as = fields.CharField(max_length=16, null=True)
    body_code = fields.CharField(
        max_length=32, null=True
    )  # whose decision it is; NULL: not kept when it began
    waits_since = fields.DatetimeField(null=True)  # for the outside, which is away; NULL: for nothing
    waits_for = fields.CharField(max_length=32, null=True)
    waited: list[list[str]] | None = fields.JSONField(null=True)  # the waits that are over; NULL: none
    mandate_id = fields.UUIDField(null=True)  # by which its last binding step was done for the party

    class Meta:
        table = "cases"
        unique_together = (("matter_id", "item_code"),)
        indexes = (
            Index(fields=("party_id", "intended_at")),
            Index(fields=("item_code", "intended_at")),
            Index(fields=("state", "id")),
            Index(fields=("state", "delivered_at")),
            Index(fields=("state", "item_code", "accepted_at")),
            Index(fields=("body_code", "state")),
            Index(fields=("waits_since",)),
        )


class FormRow(Model):
    """One for each case, under the case's id; what it says of people is sealed whole."""

    id = fields.UUIDField(primary_key=True)
    state = fields.CharField(max_length=16)
    version = fields.IntField()
    sealed = fields.BinaryField()

    class Meta:
        table = "forms"


class MaterialFileRow(Model):
    id = fields.UUIDField(primary_key=True)
    case_id = fields.UUIDField()
    key = fields.CharField(max_length=40)
    name = fields.CharField(max_length=200)
    content_type = fields.CharField(max_length=64)
    sm3 = fields.CharField(max_length=64)
    sealed = fields.BinaryField()

    class Meta:
        table = "material_files"
        unique_together = (("case_id", "key"),)
