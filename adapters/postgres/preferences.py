"""Preferences (偏好设置) in PostgreSQL: a row for each person who ever changed something, under their id."""

from collections.abc import Mapping
from datetime import time

from tortoise.connection import get_connection

from adapters.postgres.rows.parties import PartyRow
from adapters.postgres.rows.preferences import PreferenceRow
from domain.invitations.preference import Language, Preference, Wishes
from domain.invitations.quiet import QuietHours
from domain.invitations.ways import NAMES
from domain.kernel.ids import PartyId
from domain.kernel.party import Channel
from domain.kernel.personal import DocumentNumber
from domain.kernel.ports import Digests

TURN = "SELECT pg_advisory_xact_lock(hashtextextended('preferences ' || %s, 0))"
_CALLED: Mapping[Channel, str] = {channel: name for name, channel in NAMES.items()}


class PostgresPreferences:
    """Implements domain.invitations.preference.Preferences."""

    def __init__(self, digests: Digests) -> None:
        self._digests = digests

    async def of(self, person: PartyId) -> Preference:
        row = await PreferenceRow.get_or_none(id=person)
        return Preference(person) if row is None else _preference(row)

    async def take(self, person: PartyId) -> Preference:
        await get_connection("default").execute_query(TURN, [str(person)])
        return await self.of(person)

    async def of_numbers(self, *numbers: DocumentNumber) -> Mapping[DocumentNumber, Preference]:
        by_index = {self._digests.keyed("party-number", number.reveal()): number for number in numbers}
        people = await PartyRow.filter(number_index__in=list(by_index)).values_list("id", "number_index")
        rows = {row.id: row for row in await PreferenceRow.filter(id__in=[person for person, _ in people])}
        return {
            by_index[bytes(index)]: _preference(rows[person])
            if person in rows
            else Preference(PartyId(person))
            for person, index in people
        }

    async def save(self, preference: Preference) -> None:
        wishes = preference.wishes
        values = {
            "version": preference.version,
            "muted": sorted(_CALLED[channel] for channel in wishes.muted),
            "quiet_starts": _said(wishes.quiet.starts) if wishes.quiet else None,
            "quiet_ends": _said(wishes.quiet.ends) if wishes.quiet else None,
            "language": None if wishes.language is None else str(wishes.language),
            "changed_at": preference.changed_at,
        }
        await PreferenceRow.update_or_create(values, id=preference.person)


def _said(at: time) -> str:
    return f"{at:%H:%M}"


def _preference(row: PreferenceRow) -> Preference:
    quiet = None
    if row.quiet_starts is not None and row.quiet_ends is not None:
        quiet = QuietHours(time.fromisoformat(row.quiet_starts), time.fromisoformat(row.quiet_ends))
    return Preference(
        PartyId(row.id),
        Wishes(
            frozenset(NAMES[name] for name in row.muted if name in NAMES),
            quiet,
            None if row.language is None else Language(row.language),
        ),
        row.version,
        row.changed_at,
    )
