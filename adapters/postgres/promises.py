"""Promises (承诺) and what was brought for them in PostgreSQL: texts, words and files are sealed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from tortoise.connection import get_connection

from adapters.postgres.rows.promises import PromisedFileRow, PromiseRow
from adapters.postgres.within import case_within, named
from domain.kernel.ids import CaseId, MatterId, PromiseId
from domain.kernel.ports import Cipher
from domain.kernel.refusals import NotFound
from domain.kernel.remit import EVERY_BODY, Remit
from domain.promises.promise import Brought, Promise, PromiseKind, PromiseState, Reminder

SAID, FILE = "promises.sealed", "promised_files.sealed"
NIL = UUID(int=0)
_LATE = f"""
SELECT p.id FROM promises p JOIN cases c ON c.id = p.case_id
WHERE p.state = 'late' AND p.kind = 'defer' AND c.state IN ('filed', 'supplementing', 'accepted')
  AND {case_within("c")}
ORDER BY p.signed_at, p.id LIMIT %(size)s
"""  # noqa: S608 - our own words
# a case that ended without a grant owes nothing: the chore drops its promises
_ENDING = f"""
SELECT p.id FROM promises p JOIN cases c ON c.id = p.case_id
WHERE p.state = 'open' AND p.kind = 'defer'
  AND c.accepted_at + make_interval(days => p.days) < %(before)s
  AND c.state NOT IN ('denied', 'not_accepted', 'returned', 'withdrawn')
  AND coalesce(c.ended_as, '') NOT IN ('denied', 'not_accepted', 'returned', 'withdrawn')
  AND {case_within("c")}
ORDER BY c.accepted_at + make_interval(days => p.days), p.id LIMIT %(size)s
"""  # noqa: S608 - likewise
_TO_CHECK = f"""
SELECT p.id FROM promises p JOIN cases c ON c.id = p.case_id
WHERE p.state = 'open' AND p.kind = 'instead'
  AND (c.state IN ('granted', 'licensed', 'delivered') OR (c.state = 'closed' AND c.ended_as = 'delivered'))
  AND {case_within("c")}
ORDER BY c.decided_at, p.id LIMIT %(size)s
"""  # noqa: S608 - likewise
# ended without what was asked for; a closed case says in ended_as how
_NEEDLESS = """
SELECT p.id FROM promises p JOIN cases c ON c.id = p.case_id
WHERE p.state IN ('open', 'given') AND (
  c.state IN ('denied', 'not_accepted', 'returned', 'withdrawn')
  OR c.ended_as IN ('denied', 'not_accepted', 'returned', 'withdrawn')
)
ORDER BY p.id LIMIT %(size)s
"""


class _Said(msgspec.Struct):
    text: str
    check_note: str


class PostgresPromises:
    """Implements Promises, PromisedFiles and PromiseLists of domain.promises.ports."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    async def add(self, promise: Promise) -> None:
        await PromiseRow(id=promise.promise_id, **self._columns(promise)).save(force_create=True)

    async def by_id(self, promise: PromiseId) -> Promise:
        row = await PromiseRow.get_or_none(id=promise)
        if row is None:
            raise NotFound(str(promise))
        return self._promise(row)

    async def of_case(self, case: CaseId) -> tuple[Promise, ...]:
        return tuple(self._promise(row) for row in await PromiseRow.filter(case_id=case).order_by("material"))

    async def save(self, promise: Promise) -> None:
        await PromiseRow.filter(id=promise.promise_id).update(**self._columns(promise))

    async def keep_file(self, promise: PromiseId, content: bytes) -> None:
        await PromisedFileRow.create(id=promise, sealed=self._cipher.seal(FILE, promise, content))

    async def content(self, promise: PromiseId) -> bytes:
        row = await PromisedFileRow.get_or_none(id=promise)
        if row is None:
            raise NotFound(f"{promise}: nothing was brought")
        return self._cipher.open(FILE, row.id, row.sealed)

    async def running(self, *, after: PromiseId | None, size: int) -> tuple[Promise, ...]:
        running = PromiseRow.filter(state=str(PromiseState.OPEN), kind=str(PromiseKind.DEFER))
        rows = await running.filter(id__gt=after or NIL).order_by("id").limit(size)
        return tuple(self._promise(row) for row in rows)

    async def ending(self, *, before: datetime, size: int, remit: Remit = EVERY_BODY) -> tuple[Promise, ...]:
        return await self._listed(_ENDING, before=before, size=size, bodies=named(remit))

    async def late(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[Promise, ...]:
        return await self._listed(_LATE, size=size, bodies=named(remit))

    async def to_check(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[Promise, ...]:
        return await self._listed(_TO_CHECK, size=size, bodies=named(remit))

    async def needless(self, *, size: int) -> tuple[Promise, ...]:
        return await self._listed(_NEEDLESS, size=size)

    async def _listed(self, query: str, **values: object) -> tuple[Promise, ...]:
        found: Sequence[dict[str, UUID]] = await get_connection("default").execute_query_dict(
            query,
            values,  # type: ignore[arg-type]  # psycopg takes names too
        )
        order = [row["id"] for row in found]
        by_id = {row.id: row for row in await PromiseRow.filter(id__in=order)}
        return tuple(self._promise(by_id[one]) for one in order if one in by_id)

    def _promise(self, row: PromiseRow) -> Promise:
        said = msgspec.json.decode(self._cipher.open(SAID, row.id, row.sealed), type=_Said)
        brought = None
        if row.content_type is not None and row.size is not None and row.sm3 is not None:
            brought = Brought(row.content_type, row.size, row.sm3)
        return Promise(
            PromiseId(row.id),
            CaseId(row.case_id),
            MatterId(row.matter_id),
            row.material,
            row.material_name,
            PromiseKind(row.kind),
            PromiseState(row.state),
            row.text_version,
            said.text,
            row.signed_at,
            row.days,
            Reminder(row.reminded) if row.reminded else None,
            brought,
            row.brought_at,
            row.told_at,
            row.checked_by,
            row.checked_at,
            said.check_note,
        )

    def _columns(self, promise: Promise) -> dict[str, object]:
        said = msgspec.json.encode(_Said(promise.text, promise.check_note))
        brought = promise.brought
        return {
            "case_id": promise.case,
            "matter_id": promise.matter,
            "material": promise.material,
            "material_name": promise.material_name,
            "kind": str(promise.kind),
            "state": str(promise.state),
            "text_version": promise.text_version,
            "signed_at": promise.signed_at,
            "days": promise.days,
            "reminded": str(promise.reminded) if promise.reminded else None,
            "content_type": brought.content_type if brought else None,
            "size": brought.size if brought else None,
            "sm3": brought.sm3 if brought else None,
            "brought_at": promise.brought_at,
            "told_at": promise.told_at,
            "checked_by": promise.checked_by,
            "checked_at": promise.checked_at,
            "sealed": self._cipher.seal(SAID, promise.promise_id, said),
        }
