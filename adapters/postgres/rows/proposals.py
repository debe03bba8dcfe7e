"""Rows of proposals: what was weighed and what was signed is sealed, how far it came is not."""

from tortoise import fields
from tortoise.models import Model


class ProposalRow(Model):
    """`sealed`: each rule as it was weighed, and the signed proposal, as JSON."""

    id = fields.UUIDField(primary_key=True)
    case_id = fields.UUIDField(unique=True)
    state = fields.CharField(max_length=16)
    document = fields.CharField(max_length=200)
    rules_version = fields.IntField()
    made_at = fields.DatetimeField()
    tried_at = fields.DatetimeField(null=True)
    reason = fields.CharField(max_length=64)
    sealed = fields.BinaryField()

    class Meta:
        table = "proposals"
