"""Item versions (事项版本) in PostgreSQL: one item's are changed by one at a time."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from tortoise.connection import get_connection

from adapters.postgres.rows.item_versions import ItemVersionRow
from domain.catalogue.check import Check, CheckState
from domain.catalogue.store import Head, Unreadable
from domain.catalogue.trial import Trial, TrialResult, TrialState
from domain.catalogue.version import OPEN, ItemVersion, VersionState
from domain.kernel.ids import ItemCode, ItemVersionId, StaffId
from domain.kernel.ports import Cipher
from domain.kernel.refusals import NotFound

WORDS = "item_versions.words"
LONGEST = 500
PUBLISHED = [str(one) for one in (VersionState.SHIPPED, VersionState.SIGNED, VersionState.ROLLED_BACK)]
LISTED = [*PUBLISHED, *map(str, OPEN)]
HEAD = ("id", "item", "number", "state", "name", "digest", "live_on", "unreadable")
TAKE = "SELECT pg_advisory_xact_lock(hashtext(%s))"
STAMP = "SELECT count(*) AS n, coalesce(sum(version), 0) AS v FROM item_versions WHERE state = ANY(%s)"
TAKEN = "SELECT 1 AS one FROM item_versions WHERE item = %s AND (number = %s OR open_key = %s)"


class _Words(msgspec.Struct):
    why: str
    note: str
    ended_why: str


class PostgresItemVersions:
    """Implements domain.catalogue.store.ItemVersions, VersionLookup and PublishedVersions."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    async def add(self, version: ItemVersion) -> bool:
        await self._take(version.item)
        open_key = str(version.item) if version.state in OPEN else None
        values = [version.item, version.number, open_key]
        if await get_connection("default").execute_query_dict(TAKEN, values):
            return False
        row = ItemVersionRow(
            id=version.version_id, item=version.item, number=version.number, **self._columns(version)
        )
        await row.save(force_create=True)
        return True

    async def of_item(self, item: ItemCode) -> tuple[ItemVersion, ...]:
        rows = await ItemVersionRow.filter(item=item).order_by("-number")
        return tuple(self._version(row) for row in rows)

    async def take_item(self, item: ItemCode) -> tuple[ItemVersion, ...]:
        await self._take(item)
        return await self.of_item(item)

    async def save(self, version: ItemVersion) -> None:
        await ItemVersionRow.filter(id=version.version_id).update(**self._columns(version))

    async def by_id(self, version: ItemVersionId) -> ItemVersion:
        row = await ItemVersionRow.get_or_none(id=version)
        if row is None:
            raise NotFound(str(version))
        return self._version(row)

    async def heads(self) -> tuple[Head, ...]:
        return await _heads(LISTED)

    async def progress(self, version: ItemVersionId, digest: str, *, done: int, total: int) -> None:
        running = ItemVersionRow.filter(id=version, trial_digest=digest, trial_state=str(TrialState.RUNNING))
        await running.update(trial_done=done, trial_total=total)

    async def unreadable(self) -> tuple[Unreadable, ...]:
        rows = await ItemVersionRow.filter(state=str(VersionState.SIGNED), unreadable_since__not_isnull=True)
        marked = (
            Unreadable(
                ItemVersionId(row.id), ItemCode(row.item), row.number, row.unreadable_since, row.unreadable
            )
            for row in rows
            if row.unreadable_since is not None
        )
        return tuple(sorted(marked, key=lambda one: one.since))

    async def stamp(self) -> str:
        [found] = await get_connection("default").execute_query_dict(STAMP, [PUBLISHED])
        return f"{found['n']}/{found['v']}"

    async def published(self) -> tuple[Head, ...]:
        return await _heads(PUBLISHED)

    async def texts(self, versions: Collection[ItemVersionId]) -> Mapping[ItemVersionId, str]:
        rows = await ItemVersionRow.filter(id__in=list(versions)).values("id", "text")
        return {ItemVersionId(row["id"]): row["text"] for row in rows}

    async def mark(self, version: ItemVersionId, what: str, *, at: datetime) -> None:
        since = at if what else None
        await ItemVersionRow.filter(id=version).update(unreadable=what[:LONGEST], unreadable_since=since)

    async def _take(self, item: ItemCode) -> None:
        await get_connection("default").execute_query(TAKE, [f"item-versions {item}"])

    def _columns(self, version: ItemVersion) -> dict[str, Any]:
        check, trial, result = version.check, version.trial, version.trial.result
        words = msgspec.json.encode(_Words(version.why, version.note, version.ended_why))
        return {
            "state": str(version.state),
            "open_key": version.item if version.state in OPEN else None,
            "name": version.name,
            "text": version.text,
            "digest": version.digest,
            "base": version.base,
            "drafted_at": version.drafted_at,
            "drafted_by_id": version.drafted_by,
            "editors": [str(one) for one in version.editors],
            "words": self._cipher.seal(WORDS, version.version_id, words),
            "check_state": str(check.state),
            "check_digest": check.digest,
            "check_at": check.at,
            "check_problems": [list(one) for one in check.problems],
            "trial_state": str(trial.state),
            "trial_digest": trial.digest,
            "trial_at": trial.at,
            "trial_done": trial.done,
            "trial_total": trial.total,
            "trial_failure": trial.failure,
            "trial_result": None if result is None else msgspec.to_builtins(result),
            "signed_by_id": version.signed_by,
            "signed_at": version.signed_at,
            "live_on": version.live_on,
            "ended_by_id": version.ended_by,
            "ended_at": version.ended_at,
            "unreadable": version.unreadable,
            "unreadable_since": version.unreadable_since,
            "version": version.version,
        }

    def _version(self, row: ItemVersionRow) -> ItemVersion:
        words = msgspec.json.decode(self._cipher.open(WORDS, row.id, row.words), type=_Words)
        result = None if row.trial_result is None else msgspec.convert(row.trial_result, TrialResult)
        return ItemVersion(
            ItemVersionId(row.id),
            ItemCode(row.item),
            row.number,
            VersionState(row.state),
            row.name,
            row.text,
            row.drafted_at,
            drafted_by=_staff(row.drafted_by_id),
            why=words.why,
            base=row.base,
            editors=tuple(StaffId(UUID(one)) for one in row.editors),
            check=Check(
                CheckState(row.check_state),
                row.check_digest,
                row.check_at,
                tuple((key, what) for key, what in row.check_problems),
            ),
            trial=Trial(
                TrialState(row.trial_state),
                row.trial_digest,
                row.trial_at,
                row.trial_done,
                row.trial_total,
                row.trial_failure,
                result,
            ),
            signed_by=_staff(row.signed_by_id),
            signed_at=row.signed_at,
            live_on=row.live_on,
            note=words.note,
            ended_by=_staff(row.ended_by_id),
            ended_at=row.ended_at,
            ended_why=words.ended_why,
            unreadable=row.unreadable,
            unreadable_since=row.unreadable_since,
            version=row.version,
        )


def _staff(found: UUID | None) -> StaffId | None:
    return None if found is None else StaffId(found)


async def _heads(states: list[str]) -> tuple[Head, ...]:
    rows = await ItemVersionRow.filter(state__in=states).order_by("item", "number").values(*HEAD)
    return tuple(
        Head(
            ItemVersionId(row["id"]),
            ItemCode(row["item"]),
            row["number"],
            VersionState(row["state"]),
            row["name"],
            row["digest"],
            row["live_on"],
            bool(row["unreadable"]),
        )
        for row in rows
    )
