"""Rows of the apps bound to a session, and of who follows the official account (公众号)."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class AppDeviceRow(Model):
    """`account`: the opaque name the app binds at the push service; it ends with its session."""

    id = fields.UUIDField(primary_key=True)
    account = fields.CharField(max_length=64, unique=True)
    person_id = fields.UUIDField()
    session_id = fields.UUIDField()
    platform = fields.CharField(max_length=16)
    bound_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "app_devices"
        indexes = (Index(fields=("person_id", "ended_at")), Index(fields=("session_id",)))


class FollowerRow(Model):
    """`openid_index` and `unionid_index` are keyed digests; `openid` is the official account's, sealed."""

    id = fields.UUIDField(primary_key=True)
    openid_index = fields.BinaryField()
    openid = fields.BinaryField()
    unionid_index = fields.BinaryField(null=True)
    followed_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)
    told_at = fields.DatetimeField()

    class Meta:
        table = "followers"
        unique_together = (("openid_index",),)
        indexes = (Index(fields=("unionid_index", "ended_at")),)
