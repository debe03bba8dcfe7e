"""Rows of ratings, one for each case."""

from tortoise import fields
from tortoise.models import Model


class RatingRow(Model):
    id = fields.UUIDField(primary_key=True)
    case_id = fields.UUIDField(unique=True)
    matter_id = fields.UUIDField()
    party_id = fields.UUIDField()
    satisfaction = fields.SmallIntField()
    tags: list[str] = fields.JSONField()
    words = fields.BinaryField(null=True)
    given_at = fields.DatetimeField()
    state = fields.CharField(max_length=16)
    outside_number = fields.CharField(max_length=64)
    version = fields.IntField()

    class Meta:
        table = "ratings"
