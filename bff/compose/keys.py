"""What `palm keys` works with: the ring's file, the database, the archive's folder; no vendor, no Redis."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from adapters.archive.sealed_folder import SealedFolder
from adapters.keys.cipher import FieldCipher
from adapters.keys.ring_file import LOOK_SECONDS, RingFile
from adapters.postgres.connect import database
from adapters.postgres.key_sweeps import PostgresSettling, PostgresSweeps
from adapters.postgres.sealed_places import sealed_columns
from bff.compose.now import now
from bff.settings import Settings
from domain.keys.ports import SealedPlace, Settling
from domain.usecases.rotate_keys import CountKeys, RotateKeys

GRACE_SECONDS = 2 * LOOK_SECONDS  # by then every process has looked at the ring again


@dataclass(frozen=True, slots=True)
class KeyDesk:
    rotate: RotateKeys
    count: CountKeys
    settling: Settling


@asynccontextmanager
async def key_desk(settings: Settings, database_url: str) -> AsyncIterator[KeyDesk]:
    """Raises KeyRingProblem."""
    cipher = FieldCipher(RingFile(settings.keys_file))

    def grace() -> float:
        return GRACE_SECONDS - (time.time() - settings.keys_file.stat().st_mtime)

    settling = PostgresSettling(grace)
    places: tuple[SealedPlace, ...] = (
        *sealed_columns(cipher),
        SealedFolder(settings.archive_folder, cipher),
    )
    async with database(database_url, pool=5):
        yield KeyDesk(
            RotateKeys(places, PostgresSweeps(), cipher, settling, now), CountKeys(places), settling
        )
