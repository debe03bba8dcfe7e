"""Rows of staff and verifier accounts, found by the digest of their key."""

from tortoise import fields
from tortoise.models import Model


class StaffRow(Model):
    id = fields.UUIDField(primary_key=True)
    login = fields.CharField(max_length=64, unique=True)
    name = fields.CharField(max_length=64)
    roles: list[str] = fields.JSONField()
    key_digest = fields.BinaryField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "staff"
        unique_together = (("key_digest",),)


class VerifierRow(Model):
    id = fields.UUIDField(primary_key=True)
    organisation = fields.CharField(max_length=128)
    operator = fields.CharField(max_length=64)
    purposes: list[str] = fields.JSONField()
    key_digest = fields.BinaryField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "verifiers"
        unique_together = (("key_digest",),)
