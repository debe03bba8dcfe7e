"""Archives (归档包) in a folder: a file each, sealed with the ring's key, readable by its owner only."""

import asyncio
import os
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from domain.archives.archive import ArchiveBroken
from domain.kernel.ids import ArchiveId
from domain.kernel.ports import Cipher
from domain.kernel.refusals import NotFound

PLACE = "archives.bundle"
SUFFIX = ".palmarchive"
_NAME = re.compile(r"[0-9a-f]{32}")


class FolderArchiveStore:
    """Implements domain.archives.ports.ArchiveStore. Below the folder: two hex digits, then the file."""

    def __init__(self, folder: Path, cipher: Cipher) -> None:
        self._folder, self._cipher = folder, cipher

    async def put(self, archive: ArchiveId, bundle: bytes) -> None:
        await asyncio.to_thread(self._write, archive, bundle)

    async def open(self, archive: ArchiveId) -> bytes:
        return await asyncio.to_thread(self._read, archive)

    async def list(self) -> Sequence[ArchiveId]:
        return await asyncio.to_thread(self._names)

    def path(self, archive: ArchiveId) -> Path:
        name = archive.hex
        return self._folder / name[-2:] / f"{name}{SUFFIX}"

    def _write(self, archive: ArchiveId, bundle: bytes) -> None:
        """Written aside, flushed, then given its name: nobody ever sees half of it."""
        path = self.path(archive)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(self._cipher.seal(PLACE, archive, bundle))
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
        for folder in (path.parent, self._folder):
            _flush(folder)

    def _read(self, archive: ArchiveId) -> bytes:
        try:
            sealed = self.path(archive).read_bytes()
        except FileNotFoundError:
            raise NotFound(str(archive)) from None
        try:
            return self._cipher.open(PLACE, archive, sealed)
        except ValueError:
            raise ArchiveBroken(f"{archive}: 不能解封") from None

    def _names(self) -> Sequence[ArchiveId]:
        names = (file.name.removesuffix(SUFFIX) for file in self._folder.glob(f"[0-9a-f][0-9a-f]/*{SUFFIX}"))
        return tuple(ArchiveId(UUID(hex=name)) for name in sorted(names) if _NAME.fullmatch(name))


def _flush(folder: Path) -> None:
    """The name itself is on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
