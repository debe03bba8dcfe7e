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

    class Meta:
        table = "notices"
        indexes = (
            Index(fields=("visitor_id", "state")),
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
    done_at = fields.DatetimeField(null=True)

    class Meta:
        table = "calls"
