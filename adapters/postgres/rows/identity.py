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
    account_id = fields.UUIDField(null=True)  # the phone account it was opened on
    purpose = fields.CharField(max_length=16, null=True)
    subject_id = fields.UUIDField(null=True)  # what the purpose is about when it is no matter
    for_session_id = fields.UUIDField(null=True)  # the session it steps up
    number_kind = fields.CharField(max_length=16, null=True)  # NULL: a resident identity number

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
    account_id = fields.UUIDField(null=True)
    method = fields.CharField(max_length=16, null=True)
    device = fields.BinaryField(null=True)
    device_words = fields.CharField(max_length=64, null=True)
    used_at = fields.DatetimeField(null=True)
    previous_refresh = fields.BinaryField(null=True)
    rotated_at = fields.DatetimeField(null=True)
    face_purpose = fields.CharField(max_length=16, null=True)
    face_subject_id = fields.UUIDField(null=True)
    face_check_id = fields.UUIDField(null=True)
    ended_why = fields.CharField(max_length=16, null=True)

    class Meta:
        table = "sessions"
        unique_together = (("refresh",), ("refresh_family",))
        indexes = (Index(fields=("visitor_id",)), Index(fields=("account_id",)))


class PhoneAccountRow(Model):
    """A phone number that signed in: nobody, until a proof of who holds it links a person."""

    id = fields.UUIDField(primary_key=True)
    phone_index = fields.BinaryField()
    phone = fields.BinaryField()
    person_id = fields.UUIDField(null=True, db_index=True)
    number_index = fields.BinaryField(null=True)
    linked_at = fields.DatetimeField(null=True)
    unlinked_why = fields.CharField(max_length=16, null=True)
    first_seen_at = fields.DatetimeField()
    signed_in_at = fields.DatetimeField()

    class Meta:
        table = "phone_accounts"
        unique_together = (("phone_index",),)


class SignInCodeRow(Model):
    """`code`: keyed digest under the row's own id; `sent_as`: what the vendor calls the message."""

    id = fields.UUIDField(primary_key=True)
    phone_index = fields.BinaryField()
    purpose = fields.CharField(max_length=16)
    code = fields.BinaryField()
    asked_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()
    tries = fields.IntField()
    used_at = fields.DatetimeField(null=True)
    sent_as = fields.CharField(max_length=64)
    sent_at = fields.DatetimeField(null=True)

    class Meta:
        table = "sign_in_codes"
        indexes = (Index(fields=("phone_index", "purpose", "asked_at")), Index(fields=("ends_at",)))


class AlertRow(Model):
    """What a person is told about their own access (安全提醒). `facts`: ids, codes and states only."""

    id = fields.UUIDField(primary_key=True)
    person_id = fields.UUIDField()
    party_id = fields.UUIDField(null=True)
    kind = fields.CharField(max_length=32)
    facts: dict[str, str | int | bool | None] = fields.JSONField()
    made_at = fields.DatetimeField()
    told_at = fields.DatetimeField(null=True)
    read_at = fields.DatetimeField(null=True)

    class Meta:
        table = "alerts"
        indexes = (Index(fields=("person_id", "made_at")),)


class VisitorRow(Model):
    """`openid_index` and `number_index` are keyed digests: of the account, of the person linked to it."""

    id = fields.UUIDField(primary_key=True)
    openid_index = fields.BinaryField()
    openid = fields.BinaryField()
    unionid = fields.BinaryField(null=True)
    unionid_index = fields.BinaryField(null=True)  # keyed digest: followers of the official account meet it
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
        indexes = (
            Index(fields=("number_index", "linked_at")),
            Index(fields=("person_id",)),
            Index(fields=("unionid_index",)),
        )


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
        indexes = (
            Index(fields=("counter", "day")),
            Index(fields=("day",)),
            Index(fields=("matter_id",)),
        )


class OutsideSignInRow(Model):
    """A sign-in begun at another house (unified identity, 电子营业执照); its state is used once."""

    id = fields.UUIDField(primary_key=True)
    way = fields.CharField(max_length=16)
    state_digest = fields.BinaryField()
    visitor_id = fields.UUIDField(null=True)
    begun_at = fields.DatetimeField()
    ends_at = fields.DatetimeField(db_index=True)
    used_at = fields.DatetimeField(null=True)
    session_id = fields.UUIDField(null=True)

    class Meta:
        table = "outside_sign_ins"
        unique_together = (("state_digest",),)
