"""Rows of parties and of who was last seen to represent whom."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class PartyRow(Model):
    """`number_index` is the keyed digest of the identity or organisation number: unique, not reversible."""

    id = fields.UUIDField(primary_key=True)
    kind = fields.CharField(max_length=16)
    holder_kind = fields.CharField(max_length=32)
    number_index = fields.BinaryField()
    number = fields.BinaryField()
    name = fields.BinaryField()
    seen_at = fields.DatetimeField()
    number_kind = fields.CharField(max_length=16, null=True)  # NULL: resident identity number or USCC

    class Meta:
        table = "parties"
        unique_together = (("number_index",),)


class AuthorityRow(Model):
    id = fields.UUIDField(primary_key=True)
    person_id = fields.UUIDField()
    party_id = fields.UUIDField()
    capacity = fields.CharField(max_length=32)
    as_of = fields.DatetimeField()

    class Meta:
        table = "authorities"
        unique_together = (("person_id", "party_id"),)
        indexes = (Index(fields=("party_id",)),)


class RegisterAnswerRow(Model):
    """When the registers were last asked about a person, also when they named nobody."""

    person_id = fields.UUIDField(primary_key=True)
    asked_at = fields.DatetimeField()

    class Meta:
        table = "register_answers"
