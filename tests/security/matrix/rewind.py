"""The town as it stood: whatever a knock wrote is put back, so that each operation meets the same books.

Two kinds of tables: the case's own come from the moment asked for, everything else (people, their sessions,
staff, the ledger) stays as it was at the end, so that whoever knocks is known at every moment.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import psycopg

from tests.fakes.limits import FakeLimits
from tests.support.house import HandClock

END = "the end"
OF_THE_CASE = frozenset(
    {
        *("cases", "forms", "material_files", "matters", "invitations", "offers", "push_lists", "findings"),
        *("shipments", "supplements", "supplement_files", "promises", "promised_files", "case_requests"),
        *("decisions", "documents", "proposals", "rechecks", "instant_reviews", "grievances", "revocations"),
        *("clock_stops", "clock_extensions", "ratings", "results", "archives"),
    }
)
# how many rows, and the youngest transaction that wrote one: to write the same again is seen, too
MARK = "SELECT '{0}', count(*), coalesce(max(xmin::text::bigint), 0) FROM \"{0}\""
EMPTIED = 'DELETE FROM "{0}";'
EVENTS, JOBS = "procrastinate_events", "procrastinate_jobs"

# what commits moves it on: as long as it stands, the marks do
SNAPSHOT = "SELECT pg_current_snapshot()::text"

Marks = dict[str, tuple[int, int]]


@dataclass
class Rewind:
    """Reads and fills the books as their owner; the office writes to them as the runtime role.

    `outside`: back-ends and couriers of these tests, who remember what they were told, too.
    """

    books: psycopg.AsyncConnection
    limits: FakeLimits
    clock: HandClock
    outside: tuple[object, ...] = ()
    remembered: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    moments: dict[str, dict[str, bytes]] = field(default_factory=dict)
    holds: dict[str, bytes] = field(default_factory=dict)
    marks: Marks = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    snapshot: str = ""
    at: datetime | None = None

    async def keep(self, moment: str) -> None:
        """How the town stands now: the case's own tables, and all of them at the end."""
        names = await self._names() if moment == END else OF_THE_CASE
        self.moments[moment] = {name: await self.rows_of(name) for name in names}
        self.remembered[moment] = [
            {name: _copied(told) for name, told in vars(one).items()} for one in self.outside
        ]
        if moment == END:
            self.holds, self.at = self.moments[END], self.clock.at
            self.marks = await self._marks()

    async def written(self) -> set[str]:
        """The tables written to since they were put back, or since this was asked."""
        before, self.marks = self.marks, await self._marks()
        found = {name for name, mark in self.marks.items() if before[name] != mark}
        self.touched |= found
        return found

    async def to(self, moment: str) -> None:
        """The case as it stood at that moment, everybody and the hour as at the end; nothing tried yet."""
        assert self.at is not None
        self.clock.at = self.at
        self.limits.tries = Counter()
        for one, told in zip(self.outside, self.remembered[moment], strict=True):
            vars(one).update({name: _copied(value) for name, value in told.items()})
        end, then = self.moments[END], self.moments[moment]
        wanted = {name: then[name] if name in OF_THE_CASE else rows for name, rows in end.items()}
        await self.written()
        changed = self.touched | {name for name, rows in wanted.items() if self.holds[name] != rows}
        if changed & {EVENTS, JOBS}:
            changed |= {EVENTS, JOBS}
        if changed:
            await self._put_back({name: wanted[name] for name in changed})
            self.holds, self.marks, self.touched = wanted, await self._marks(), set()

    def next_minute(self) -> None:
        """For what counts once in half a minute; until the town is put back."""
        self.clock.go_on(timedelta(minutes=1))

    async def _put_back(self, wanted: dict[str, bytes]) -> None:
        """Events point at jobs, and a job that comes writes one: they go first and come last."""
        names = sorted(wanted, key=lambda name: (name != EVENTS, name))
        async with self.books.transaction():
            await self.books.execute("".join(EMPTIED.format(name) for name in names).encode())
            for name in reversed(names):
                if name == EVENTS:
                    await self.books.execute(EMPTIED.format(EVENTS).encode())
                if wanted[name]:
                    async with self.books.cursor().copy(f'COPY "{name}" FROM STDIN'.encode()) as copy:
                        await copy.write(wanted[name])

    async def _names(self) -> list[str]:
        found = await self.books.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return sorted(str(name) for (name,) in await found.fetchall())

    async def rows_of(self, name: str) -> bytes:
        async with self.books.cursor().copy(f'COPY "{name}" TO STDOUT'.encode()) as copy:
            return b"".join([bytes(part) async for part in copy])

    async def _marks(self) -> Marks:
        stood, self.snapshot = self.snapshot, await self._now()
        if stood == self.snapshot and self.marks:
            return self.marks
        found = await self.books.execute(
            " UNION ALL ".join(MARK.format(name) for name in self.holds).encode()
        )
        return {str(name): (int(many), int(youngest)) for name, many, youngest in await found.fetchall()}

    async def _now(self) -> str:
        [row] = await (await self.books.execute(SNAPSHOT)).fetchall()
        return str(row[0])


def _copied(told: object) -> object:
    """What holds other things is made anew; the things themselves never change."""
    if isinstance(told, dict):
        return {key: _copied(value) for key, value in told.items()}
    if isinstance(told, list):
        return [_copied(one) for one in told]
    return set(told) if isinstance(told, set) else told
