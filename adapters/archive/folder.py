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
from domain.kernel.refusals import KeyLost, NotFound

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
        return bundle_path(self._folder, archive)

    def _write(self, archive: ArchiveId, bundle: bytes) -> None:
        path = self.path(archive)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        written(path, self._cipher.seal(PLACE, archive, bundle))
        _flush(self._folder)

    def _read(self, archive: ArchiveId) -> bytes:
        try:
            sealed = self.path(archive).read_bytes()
        except FileNotFoundError:
            raise NotFound(str(archive)) from None
        try:
            return self._cipher.open(PLACE, archive, sealed)
        except ValueError:
            raise ArchiveBroken(f"{archive}: 不能解封") from None
        except KeyLost as lost:
            raise ArchiveBroken(f"{archive}: 不能解封，密钥文件中没有密钥 {lost.version}") from None

    def _names(self) -> Sequence[ArchiveId]:
        return bundles(self._folder)


def bundle_path(folder: Path, archive: ArchiveId) -> Path:
    name = archive.hex
    return folder / name[-2:] / f"{name}{SUFFIX}"


def bundles(folder: Path) -> Sequence[ArchiveId]:
    """Whatever the folder holds, the smallest id first."""
    names = (file.name.removesuffix(SUFFIX) for file in folder.glob(f"[0-9a-f][0-9a-f]/*{SUFFIX}"))
    return tuple(ArchiveId(UUID(hex=name)) for name in sorted(names) if _NAME.fullmatch(name))


def written(path: Path, sealed: bytes) -> None:
    """Written aside, flushed, then given its name: nobody ever sees half of it."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(sealed)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    _flush(path.parent)


def _flush(folder: Path) -> None:
    """The name itself is on disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
