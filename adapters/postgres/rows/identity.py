"""Rows of identity checks, consents, sessions, visitors, appointments; people are found by keyed digests."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class IdentityCheckRow(Model):
    """`resume` and `doorbell` are digests; what names the person is gone once the check is forgotten."""

    id = fields.UUIDField(primary_key=True)
    person_index = fields.BinaryField()
    name = fields.BinaryField(null=True)
    number = fields.BinaryField(null=True)
    matter_id = fields.UUIDField(null=True)
    state = fields.CharField(max_length=16)
    opened_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    consent_version = fields.CharField(max_length=40)
    resume = fields.BinaryField()
    doorbell = fields.BinaryField()
    reference = fields.BinaryField(null=True)
    verify_url = fields.BinaryField(null=True)
    cause = fields.CharField(max_length=16)
    asked_at = fields.DatetimeField(null=True)
    rung_at = fields.DatetimeField(null=True)
    passed_at = fields.DatetimeField(null=True)
    session_id = fields.UUIDField(null=True)
    refresh_token = fields.BinaryField(null=True)
    forgotten_at = fields.DatetimeField(null=True)
    version = fields.IntField()
    verifier = fields.CharField(max_length=16, null=True)  # NULL: from before there were two
    visitor_id = fields.UUIDField(null=True)

    class Meta:
        table = "identity_checks"
        unique_together = (("doorbell",),)
        indexes = (Index(fields=("person_index", "opened_at")),)


class ConsentRow(Model):
    id = fields.UUIDField(primary_key=True)
    check_id = fields.UUIDField(unique=True)
    person_index = fields.BinaryField()
    version = fields.CharField(max_length=40)
    text_digest = fields.BinaryField()
    given_at = fields.DatetimeField()
    withdrawn_at = fields.DatetimeField(null=True)

    class Meta:
        table = "consents"
        indexes = (Index(fields=("person_index",)),)


class SessionRow(Model):
    """`refresh`: digest of the running refresh token; `refresh_family`: of what all of them begin with."""

    id = fields.UUIDField(primary_key=True)
    person_id = fields.UUIDField(db_index=True)
    started_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    face_at = fields.DatetimeField(null=True)
    face_matter_id = fields.UUIDField(null=True)
    refresh = fields.BinaryField()
    refresh_family = fields.BinaryField()
    ended_at = fields.DatetimeField(null=True)
    channel = fields.CharField(max_length=16, null=True)  # NULL: h5, from before there were two
    visitor_id = fields.UUIDField(null=True)

    class Meta:
        table = "sessions"
        unique_together = (("refresh",), ("refresh_family",))
        indexes = (Index(fields=("visitor_id",)),)


class VisitorRow(Model):
    """`openid_index` and `number_index` are keyed digests: of the account, of the person linked to it."""

    id = fields.UUIDField(primary_key=True)
    openid_index = fields.BinaryField()
    openid = fields.BinaryField()
    unionid = fields.BinaryField(null=True)
    session_key = fields.BinaryField()
    phone = fields.BinaryField(null=True)
    person_id = fields.UUIDField(null=True)
    number_index = fields.BinaryField(null=True)
    linked_at = fields.DatetimeField(null=True)
    first_seen_at = fields.DatetimeField()
    signed_in_at = fields.DatetimeField()

    class Meta:
        table = "visitors"
        unique_together = (("openid_index",),)
        indexes = (Index(fields=("number_index", "linked_at")),)


class AppointmentRow(Model):
    id = fields.UUIDField(primary_key=True)
    number = fields.CharField(max_length=8, unique=True)
    counter = fields.CharField(max_length=40)
    day = fields.DateField()
    half = fields.CharField(max_length=2)
    name = fields.BinaryField()
    phone = fields.BinaryField()
    matter_id = fields.UUIDField(null=True)
    booked_at = fields.DatetimeField()

    class Meta:
        table = "appointments"
        indexes = (Index(fields=("counter", "day")), Index(fields=("day",)))
