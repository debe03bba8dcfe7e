"""Rows of the house itself: ledger, evidence, kept answers, inbox. No behaviour: that lives in domain/."""

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class LedgerEntryRow(Model):
    """Append-only: the runtime role may insert and read, never update, delete or truncate.

    Format 1: one of sixteen chains (`chain`). Format 2: one chain for each subject (`subject`). The column
    `seq` is the database's own count over all entries: their order across chains, read by SQL alone.
    """

    id = fields.UUIDField(primary_key=True)
    format = fields.SmallIntField(db_default=1)
    chain = fields.SmallIntField(null=True)
    subject = fields.UUIDField(null=True)
    number = fields.BigIntField()
    at = fields.DatetimeField()
    kind = fields.CharField(max_length=64)
    matter_id = fields.UUIDField(null=True)
    case_id = fields.UUIDField(null=True)
    person_id = fields.UUIDField(null=True)
    party_id = fields.UUIDField(null=True)
    session_id = fields.UUIDField(null=True)
    check_id = fields.UUIDField(null=True)
    device = fields.BinaryField(null=True)
    staff = fields.CharField(max_length=64, null=True)
    level = fields.SmallIntField()
    channel = fields.CharField(max_length=16)
    evidence_id = fields.UUIDField(null=True)
    evidence_digest = fields.BinaryField(null=True)
    facts: dict[str, str | int | bool | None] = fields.JSONField()
    digest = fields.BinaryField()
    seal = fields.BinaryField(null=True)

    class Meta:
        table = "ledger_entries"
        unique_together = (("chain", "number"), ("subject", "number"))
        indexes = (Index(fields=("matter_id",)), Index(fields=("case_id",)))


class LedgerChainRow(Model):
    """The newest entry of a subject's chain, and up to which number checkpoints hold it; id: the subject."""

    id = fields.UUIDField(primary_key=True)
    number = fields.BigIntField()
    digest = fields.BinaryField()
    anchored = fields.BigIntField()

    class Meta:
        table = "ledger_chains"


class LedgerAnchorRow(Model):
    """That a checkpoint was written: its line in the file outside, and the root over what it holds."""

    id = fields.UUIDField(primary_key=True)
    at = fields.DatetimeField(db_index=True)
    line = fields.IntField()
    entries = fields.BigIntField()
    root = fields.BinaryField()

    class Meta:
        table = "ledger_anchors"


class LedgerHeadRow(Model):
    """The newest entry of one of the sixteen chains of format 1."""

    id = fields.UUIDField(primary_key=True)
    chain = fields.SmallIntField(unique=True)
    number = fields.BigIntField()
    digest = fields.BinaryField()

    class Meta:
        table = "ledger_heads"


class EvidenceRow(Model):
    id = fields.UUIDField(primary_key=True)
    kind = fields.CharField(max_length=64)
    matter_id = fields.UUIDField(null=True, db_index=True)
    salt = fields.BinaryField()
    digest = fields.BinaryField()
    sealed = fields.BinaryField(null=True)
    kept_at = fields.DatetimeField()

    class Meta:
        table = "evidence"


class KeptAnswerRow(Model):
    """Same key, same answer: written in the use case's own transaction."""

    id = fields.UUIDField(primary_key=True)
    actor = fields.CharField(max_length=80)
    operation = fields.CharField(max_length=64)
    key_digest = fields.BinaryField()
    request_digest = fields.BinaryField()
    sealed = fields.BinaryField(null=True)
    kept_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "kept_answers"
        unique_together = (("actor", "operation", "key_digest"),)


class InboxRow(Model):
    """A callback as it came, under its natural key; worked on later by a job."""

    id = fields.UUIDField(primary_key=True)
    source = fields.CharField(max_length=32)
    natural_key = fields.BinaryField()
    sealed = fields.BinaryField()
    received_at = fields.DatetimeField()
    done_at = fields.DatetimeField(null=True)
    outcome = fields.CharField(max_length=64, null=True)

    class Meta:
        table = "inbox"
        unique_together = (("source", "natural_key"),)
        indexes = (Index(fields=("done_at",)),)
