"""What sealing everything anew needs: the places, how far each has come, and a cipher that knows its keys."""

from collections.abc import Mapping, Sequence
from typing import Protocol
from uuid import UUID

from domain.keys.sweep import Sweep


class SealedPlace(Protocol):
    """One column, or one folder, of sealed values.

    Adapters: adapters/postgres/sealed_places.py, adapters/archive/sealed_folder.py.
    """

    @property
    def name(self) -> str:
        """What its values are bound to: «table.column»."""
        ...

    async def in_use(self) -> Mapping[str, int]:
        """How many values each key version has sealed; under "" those that are none of ours."""
        ...

    async def left(self) -> int:
        """How many are sealed otherwise than the cipher seals now."""
        ...

    async def next(self, after: UUID | None, size: int) -> Sequence[UUID]:
        """Rows of such values behind `after`, the smallest id first."""
        ...

    async def seal_again(self, rows: Sequence[UUID]) -> Sequence[UUID]:
        """Seal each anew, unless somebody changed it meanwhile. Returns those that do not open."""
        ...


class Sweeps(Protocol):
    """What survives kill -9. Adapter: adapters/postgres/key_sweeps.py."""

    async def of(self, place: str, version: str) -> Sweep | None: ...

    async def keep(self, sweep: Sweep) -> None: ...


class Settling(Protocol):
    """Adapter: adapters/postgres/key_sweeps.py."""

    async def settled(self) -> bool:
        """Wait until whoever sealed with the key of before has finished. False: somebody never does."""
        ...


class Resealer(Protocol):
    """The cipher, as who seals anew needs it. Adapter: adapters/keys/cipher.py."""

    def version(self) -> str:
        """Of the key that seals now."""
        ...

    def beginning(self) -> bytes:
        """How every value sealed now begins, and no other does."""
        ...

    def version_of(self, sealed: bytes) -> str:
        """Which key sealed it; the beginning of the value is enough. Empty: none of ours."""
        ...

    def again(self, place: str, row: UUID, sealed: bytes) -> bytes | None:
        """The same clear text sealed as now; None when it does not open."""
        ...
