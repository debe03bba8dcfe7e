"""Rows of what mini-program accounts let us write to them."""

from tortoise import fields
from tortoise.models import Model


class SubscriptionRow(Model):
    """`openid_index` is the account's keyed digest, another one than among the visitors."""

    id = fields.UUIDField(primary_key=True)
    openid_index = fields.BinaryField()
    template_id = fields.CharField(max_length=64)
    credits = fields.SmallIntField()
    revoked_at = fields.DatetimeField(null=True)
    declined_at = fields.DatetimeField(null=True)

    class Meta:
        table = "subscriptions"
        unique_together = (("openid_index", "template_id"),)
