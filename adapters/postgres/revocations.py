"""Revocations (撤销) in PostgreSQL: reasons, statement and remedies sealed as one."""

from datetime import datetime
from functools import partial
from uuid import UUID

import msgspec

from adapters.postgres.rows.checking import RevocationRow
from adapters.postgres.within import of_case_within, only
from domain.decisions.push import Remedy
from domain.decisions.revocation import NEXT, Basis, Revocation, RevocationState, Statement
from domain.kernel.ids import CaseId, RecheckId, RevocationId, StaffId
from domain.kernel.personal import Free
from domain.kernel.ports import Cipher
from domain.kernel.refusals import NotFound
from domain.kernel.remit import EVERY_BODY, Remit

PLACE = "revocations.sealed"
OPEN = [str(state) for state in NEXT]
WAITS = [str(RevocationState.HEARING), str(RevocationState.REFUSED)]


class _Statement(msgspec.Struct):
    words: str
    at: datetime
    nothing_to_say: bool
    taken_by: UUID | None


class _Sealed(msgspec.Struct):
    reasons: list[str]
    statement: _Statement | None = None
    note: str | None = None
    remedies: list[Remedy] = []


class PostgresRevocations:
    """Implements Revocations and RevocationQueue of domain.decisions.checking."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    async def add(self, revocation: Revocation) -> bool:
        if await RevocationRow.filter(case_id=revocation.case, state__in=OPEN).exists():
            return False
        row = RevocationRow(id=revocation.revocation_id, **self._columns(revocation))
        await row.save(force_create=True)
        return True

    async def by_id(self, revocation: RevocationId) -> Revocation:
        row = await RevocationRow.get_or_none(id=revocation)
        if row is None:
            raise NotFound(str(revocation))
        return self._revocation(row)

    async def of_case(self, case: CaseId) -> Revocation | None:
        row = await RevocationRow.filter(case_id=case).order_by("-prepared_at", "-id").first()
        return None if row is None else self._revocation(row)

    async def save(self, revocation: Revocation) -> None:
        await RevocationRow.filter(id=revocation.revocation_id).update(**self._columns(revocation))

    async def waiting(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[int, tuple[Revocation, ...]]:
        waiting = RevocationRow.filter(state__in=WAITS)
        rows = only(waiting, remit, partial(of_case_within, "revocations.case_id"))
        first = await rows.order_by("hear_until", "id").limit(size)
        return await rows.count(), tuple(self._revocation(row) for row in first)

    def _columns(self, revocation: Revocation) -> dict[str, object]:
        sealed = msgspec.json.encode(_sealed(revocation))
        return {
            "case_id": revocation.case,
            "recheck_id": revocation.recheck,
            "basis": str(revocation.basis),
            "state": str(revocation.state),
            "prepared_by_id": revocation.prepared_by,
            "prepared_at": revocation.prepared_at,
            "hear_until": revocation.hear_until,
            "decided_by_id": revocation.decided_by,
            "decided_at": revocation.decided_at,
            "tried_at": revocation.tried_at,
            "refused_with": revocation.refused_with,
            "revoked_at": revocation.revoked_at,
            "sealed": self._cipher.seal(PLACE, revocation.revocation_id, sealed),
        }

    def _revocation(self, row: RevocationRow) -> Revocation:
        sealed = msgspec.json.decode(self._cipher.open(PLACE, row.id, row.sealed), type=_Sealed)
        return Revocation(
            RevocationId(row.id),
            CaseId(row.case_id),
            Basis(row.basis),
            tuple(Free(one) for one in sealed.reasons),
            _staff(row.prepared_by_id),
            row.prepared_at,
            row.hear_until,
            RevocationState(row.state),
            None if row.recheck_id is None else RecheckId(row.recheck_id),
            None if sealed.statement is None else _statement(sealed.statement),
            _staff(row.decided_by_id),
            row.decided_at,
            None if sealed.note is None else Free(sealed.note),
            row.tried_at,
            row.refused_with,
            row.revoked_at,
            tuple(sealed.remedies),
        )


def _staff(found: UUID | None) -> StaffId | None:
    return None if found is None else StaffId(found)


def _statement(kept: _Statement) -> Statement:
    return Statement(Free(kept.words), kept.at, kept.nothing_to_say, _staff(kept.taken_by))


def _sealed(revocation: Revocation) -> _Sealed:
    said = revocation.statement
    return _Sealed(
        [one.reveal() for one in revocation.reasons],
        None
        if said is None
        else _Statement(said.words.reveal(), said.at, said.nothing_to_say, said.taken_by),
        None if revocation.note is None else revocation.note.reveal(),
        list(revocation.remedies),
    )
