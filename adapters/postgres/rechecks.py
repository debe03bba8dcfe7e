"""Rechecks (抽查) in PostgreSQL: at most one for a case, what people wrote sealed."""

from datetime import datetime
from uuid import UUID

from tortoise.connection import get_connection

from adapters.postgres.rows.checking import RecheckRow
from adapters.postgres.within import named, of_case_within
from domain.clock.clock import beijing_date
from domain.decisions.recheck import Granted, Recheck, RecheckState, monday
from domain.kernel.ids import CaseId, ItemCode, MatterId, RecheckId, StaffId
from domain.kernel.personal import Free
from domain.kernel.ports import Cipher, Digests
from domain.kernel.refusals import NotFound
from domain.kernel.remit import EVERY_BODY, Remit

REASON, ASKED, LOT = "rechecks.reason", "rechecks.asked", "recheck-lot"
GRANTED = """
SELECT c.id, c.matter_id, c.item_code, c.decided_at, r.id IS NOT NULL AS drawn
FROM proposals p JOIN cases c ON c.id = p.case_id LEFT JOIN rechecks r ON r.case_id = c.id
WHERE p.state = 'adopted' AND p.made_at >= %s AND c.decided_at IS NOT NULL ORDER BY c.id
"""
ADD = (
    "INSERT INTO rechecks (id, case_id, drawn_at, state, asked_at, asked) VALUES (%s, %s, %s, %s, %s, %s)"
    " ON CONFLICT (case_id) DO NOTHING"
)
WAITS = f"""
FROM rechecks r WHERE {of_case_within("r.case_id")} AND ((r.state = 'open' AND EXISTS (
        SELECT 1 FROM proposals p WHERE p.case_id = r.case_id AND p.state = 'adopted'))
    OR (r.state = 'wrong' AND NOT EXISTS (SELECT 1 FROM revocations v WHERE v.case_id = r.case_id)))
"""  # noqa: S608 - our own words


class PostgresRechecks:
    """Implements domain.decisions.checking.Rechecks."""

    def __init__(self, cipher: Cipher, digests: Digests) -> None:
        self._cipher, self._digests = cipher, digests

    async def granted_since(self, since: datetime) -> tuple[Granted, ...]:
        rows = await get_connection("default").execute_query_dict(GRANTED, [since])
        return tuple(
            Granted(
                CaseId(row["id"]),
                MatterId(row["matter_id"]),
                ItemCode(row["item_code"]),
                monday(beijing_date(row["decided_at"])),
                self._digests.keyed(LOT, str(row["id"])),
                row["drawn"],
            )
            for row in rows
        )

    async def add(self, recheck: Recheck) -> bool:
        values = [recheck.recheck_id, recheck.case, recheck.drawn_at, str(recheck.state)]
        asked = [recheck.asked_at, self._sealed(ASKED, recheck.recheck_id, recheck.asked)]
        inserted, _ = await get_connection("default").execute_query(ADD, values + asked)
        return bool(inserted)

    async def take(self, recheck: RecheckId) -> Recheck:
        return self._recheck(recheck, await RecheckRow.select_for_update().get_or_none(id=recheck))

    async def by_id(self, recheck: RecheckId) -> Recheck:
        return self._recheck(recheck, await RecheckRow.get_or_none(id=recheck))

    async def of_case(self, case: CaseId) -> Recheck | None:
        row = await RecheckRow.get_or_none(case_id=case)
        return None if row is None else self._recheck(RecheckId(row.id), row)

    async def save(self, recheck: Recheck) -> None:
        await RecheckRow.filter(id=recheck.recheck_id).update(
            state=str(recheck.state),
            judged_by_id=recheck.judged_by,
            judged_at=recheck.judged_at,
            reason=self._sealed(REASON, recheck.recheck_id, recheck.reason),
            asked_at=recheck.asked_at,
            asked=self._sealed(ASKED, recheck.recheck_id, recheck.asked),
        )

    async def waiting(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[int, tuple[Recheck, ...]]:
        ask = get_connection("default").execute_query_dict
        told = {"bodies": named(remit), "size": size}
        [counted] = await ask(f"SELECT count(*) AS n {WAITS}", told)  # type: ignore[arg-type]  # psycopg takes names too
        rows = await ask(
            f"SELECT r.id {WAITS} ORDER BY r.state DESC, r.asked_at, r.drawn_at, r.id LIMIT %(size)s",
            told,  # type: ignore[arg-type]  # as above
        )
        first = [await self.by_id(RecheckId(row["id"])) for row in rows]
        return counted["n"], tuple(first)

    def _recheck(self, asked: RecheckId, row: RecheckRow | None) -> Recheck:
        if row is None:
            raise NotFound(str(asked))
        return Recheck(
            RecheckId(row.id),
            CaseId(row.case_id),
            row.drawn_at,
            RecheckState(row.state),
            None if row.judged_by_id is None else StaffId(row.judged_by_id),
            row.judged_at,
            self._opened(REASON, row.id, row.reason),
            row.asked_at,
            self._opened(ASKED, row.id, row.asked),
        )

    def _sealed(self, place: str, row: UUID, words: Free | None) -> bytes | None:
        return None if words is None else self._cipher.seal(place, row, words.reveal().encode())

    def _opened(self, place: str, row: UUID, sealed: bytes | None) -> Free | None:
        return None if sealed is None else Free(self._cipher.open(place, row, sealed).decode())
