"""Rows of staff and verifier accounts, of what opens them, and of what is asked for them."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class StaffRow(Model):
    id = fields.UUIDField(primary_key=True)
    login = fields.CharField(max_length=64, unique=True)
    name = fields.CharField(max_length=64)
    roles: list[str] = fields.JSONField()
    key_digest = fields.BinaryField()  # before there were passwords; opens nothing
    ended_at = fields.DatetimeField(null=True)
    bodies: list[str] | None = fields.JSONField(null=True)  # NULL: every body's cases

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


class StaffCredentialsRow(Model):
    """Under the account's id. Passwords are Argon2 strings; the authenticator's keys are sealed."""

    id = fields.UUIDField(primary_key=True)
    activation = fields.BinaryField(null=True)
    activation_ends = fields.DatetimeField(null=True)
    chosen = fields.CharField(max_length=200, null=True)
    offered = fields.BinaryField(null=True)
    password = fields.CharField(max_length=200, null=True)
    secret = fields.BinaryField(null=True)
    last_step = fields.BigIntField()
    failures = fields.IntField()

    class Meta:
        table = "staff_credentials"


class StaffSessionRow(Model):
    id = fields.UUIDField(primary_key=True)
    staff_id = fields.UUIDField()
    token = fields.BinaryField()
    started_at = fields.DatetimeField()
    used_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "staff_sessions"
        unique_together = (("token",),)
        indexes = (Index(fields=("staff_id", "ended_at")),)


class AccountChangeRow(Model):
    """`waiting_login` is the login while it waits, so that one waits at a time."""

    id = fields.UUIDField(primary_key=True)
    kind = fields.CharField(max_length=16)
    login = fields.CharField(max_length=64)
    waiting_login = fields.CharField(max_length=64, null=True, unique=True)
    name = fields.CharField(max_length=64)
    roles: list[str] = fields.JSONField()
    reason = fields.BinaryField()
    asked_by_id = fields.UUIDField()
    asked_at = fields.DatetimeField()
    state = fields.CharField(max_length=16)
    decided_by_id = fields.UUIDField(null=True)
    decided_at = fields.DatetimeField(null=True)
    bodies: list[str] | None = fields.JSONField(null=True)

    class Meta:
        table = "account_changes"
