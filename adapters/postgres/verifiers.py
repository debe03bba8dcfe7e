"""Registered verifiers (核验方) in PostgreSQL; a key is never kept, only its digest."""

from collections.abc import Sequence
from datetime import datetime

from tortoise.expressions import Q

from adapters.postgres.rows.staff import VerifierRow
from domain.kernel.ids import VerifierId
from domain.staff.account import VerifierAccount
from domain.staff.verifiers import VerifierKey


class PostgresVerifiers:
    """Implements domain.staff.verifiers.Verifiers."""

    async def by_key(self, key: bytes, at: datetime) -> VerifierAccount | None:
        row = await VerifierRow.get_or_none(_counts(at), key_digest=key)
        return None if row is None else _account(row)

    async def add(self, key: VerifierKey, digest: bytes) -> None:
        await VerifierRow.create(
            id=key.account.verifier_id,
            organisation=key.account.organisation,
            operator=key.account.operator,
            purposes=list(key.account.purposes),
            key_digest=digest,
            ended_at=key.ends_at,
        )

    async def all(self) -> Sequence[VerifierKey]:
        rows = await VerifierRow.all().order_by("organisation", "operator", "id")
        return [VerifierKey(_account(row), row.ended_at) for row in rows]

    async def end(self, verifier: VerifierId, *, now: datetime, at: datetime) -> VerifierAccount | None:
        row = await VerifierRow.filter(_counts(now), id=verifier).select_for_update().get_or_none()
        if row is None:
            return None
        if row.ended_at is None or row.ended_at > at:
            await VerifierRow.filter(id=verifier).update(ended_at=at)
        return _account(row)


def _counts(at: datetime) -> Q:
    return Q(ended_at__isnull=True) | Q(ended_at__gt=at)


def _account(row: VerifierRow) -> VerifierAccount:
    return VerifierAccount(VerifierId(row.id), row.organisation, row.operator, tuple(row.purposes))
