"""Rows of invitations, their offers and codes, notices and the call list."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class InvitationRow(Model):
    id = fields.UUIDField(primary_key=True)
    matter_id = fields.UUIDField(unique=True)
    party_id = fields.UUIDField()
    text_version = fields.CharField(max_length=80)
    issued_at = fields.DatetimeField()
    seen_at = fields.DatetimeField(null=True)
    version = fields.IntField()

    class Meta:
        table = "invitations"
        indexes = (Index(fields=("party_id", "issued_at")),)


class OfferRow(Model):
    id = fields.UUIDField(primary_key=True)
    invitation_id = fields.UUIDField()
    place = fields.SmallIntField()
    item = fields.CharField(max_length=64)
    record_id = fields.CharField(max_length=64)
    issuing_body = fields.CharField(max_length=32)
    event_date = fields.DateField()
    last_day = fields.DateField()
    rule = fields.CharField(max_length=80)
    as_of = fields.DatetimeField()
    licence_tail = fields.CharField(max_length=8)
    answer = fields.CharField(max_length=16, null=True)
    # NULL: not kept when the offer was made
    source = fields.CharField(max_length=64, null=True)
    changed = fields.CharField(max_length=64, null=True)
    holder_key = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "offers"
        unique_together = (("invitation_id", "item"),)
        indexes = (Index(fields=("item", "answer")),)


class AddressCodeRow(Model):
    """`digest` is keyed: who reads the table cannot try all nine digits."""

    id = fields.UUIDField(primary_key=True)
    digest = fields.BinaryField()
    invitation_id = fields.UUIDField(db_index=True)
    valid_through = fields.DateField()

    class Meta:
        table = "address_codes"
        unique_together = (("digest",),)


class NoticeRow(Model):
    """`sealed` holds number, variables and wording; `to_index`: keyed digest of the number or account."""

    id = fields.UUIDField(primary_key=True)
    invitation_id = fields.UUIDField()
    matter_id = fields.UUIDField(db_index=True)
    to_index = fields.BinaryField()
    code_digest = fields.BinaryField()
    template = fields.CharField(max_length=64)
    sealed = fields.BinaryField()
    state = fields.CharField(max_length=16)
    queued_at = fields.DatetimeField()
    tries = fields.SmallIntField()
    out_id = fields.CharField(max_length=64)
    reference = fields.CharField(max_length=64)
    tried_at = fields.DatetimeField(null=True)
    sent_at = fields.DatetimeField(null=True)
    version = fields.IntField()
    channel = fields.CharField(max_length=16, null=True)  # NULL: sms, from before there were two
    visitor_id = fields.UUIDField(null=True)
    reader_id = fields.UUIDField(null=True)
    rung = fields.SmallIntField(null=True)  # NULL: no reminder of the ladder, of which each is sent once
    device_id = fields.UUIDField(null=True)  # the bound app a push goes to
    follower_id = fields.UUIDField(null=True)  # of the official account, to whom it goes

    class Meta:
        table = "notices"
        unique_together = (("matter_id", "rung"),)
        indexes = (
            Index(fields=("visitor_id", "state")),
            Index(fields=("device_id", "state")),
            Index(fields=("follower_id", "state")),
            Index(fields=("reference",)),
            Index(fields=("to_index", "code_digest")),
            Index(fields=("to_index", "queued_at")),
            Index(fields=("to_index", "tried_at")),
        )


class CallRow(Model):
    id = fields.UUIDField(primary_key=True)
    natural_key = fields.CharField(max_length=96, unique=True)
    phone = fields.BinaryField(null=True)
    kind = fields.CharField(max_length=16)
    received_at = fields.DatetimeField()
    matter_id = fields.UUIDField(null=True, db_index=True)
    done_at = fields.DatetimeField(null=True)  # calls of one entry are done at one instant
    phone_index = fields.BinaryField(null=True)  # keyed digest; NULL: no number, or from before it was kept
    evidence_id = fields.UUIDField(null=True)

    class Meta:
        table = "calls"
        indexes = (Index(fields=("done_at",)), Index(fields=("phone_index",)))


class CallAttemptRow(Model):
    """What was done about one entry; `call_id` is the first call's, `note` the clerk's words, sealed."""

    id = fields.UUIDField(primary_key=True)
    call_id = fields.UUIDField(db_index=True)
    at = fields.DatetimeField()
    outcome = fields.CharField(max_length=20)
    by = fields.CharField(max_length=64)
    again_on = fields.DateField(null=True)
    note = fields.BinaryField(null=True)

    class Meta:
        table = "call_attempts"


class BadNumberRow(Model):
    """A number that is somebody else's, as its keyed digest."""

    id = fields.UUIDField(primary_key=True)
    phone_index = fields.BinaryField()
    noted_at = fields.DatetimeField()
    noted_by = fields.CharField(max_length=64)

    class Meta:
        table = "bad_numbers"
        unique_together = (("phone_index",),)
