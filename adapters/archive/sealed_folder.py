"""The bundles of the archive's folder as one more place of sealed values."""

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import UUID

from adapters.archive.folder import PLACE, bundle_path, bundles, written
from domain.kernel.ids import ArchiveId
from domain.keys.ports import Resealer

BEGINNING = 2 + 255 + 12  # format, length, the longest version, nonce


class SealedFolder:
    """Implements domain.keys.ports.SealedPlace. A file takes the place of the old one whole or not at all."""

    name = PLACE

    def __init__(self, folder: Path, resealer: Resealer) -> None:
        self._folder, self._resealer = folder, resealer

    async def in_use(self) -> Mapping[str, int]:
        return await asyncio.to_thread(self._in_use)

    async def left(self) -> int:
        return len(await asyncio.to_thread(self._others))

    async def next(self, after: UUID | None, size: int) -> Sequence[UUID]:
        others = await asyncio.to_thread(self._others)
        return [one for one in others if after is None or one > after][:size]

    async def seal_again(self, rows: Sequence[UUID]) -> Sequence[UUID]:
        return [row for row in rows if not await asyncio.to_thread(self._seal_again, ArchiveId(row))]

    def _in_use(self) -> Mapping[str, int]:
        found = (_beginning(bundle_path(self._folder, one)) for one in bundles(self._folder))
        return Counter(self._resealer.version_of(beginning) for beginning in found)

    def _others(self) -> Sequence[ArchiveId]:
        now = self._resealer.beginning()
        return [
            one
            for one in bundles(self._folder)
            if not _beginning(bundle_path(self._folder, one)).startswith(now)
        ]

    def _seal_again(self, archive: ArchiveId) -> bool:
        """The same end of a case has always the same bundle: whoever puts it meanwhile loses nothing."""
        path = bundle_path(self._folder, archive)
        again = self._resealer.again(PLACE, archive, path.read_bytes())
        if again is not None:
            written(path, again)
        return again is not None


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(BEGINNING)
