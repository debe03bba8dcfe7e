"""Where copies, erasures and what retention removed are kept, and who reaches into the tables for them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from domain.kernel.ids import DataExportId, ErasureId, PartyId
from domain.privacy.erasure import Erasure, Family, HeldCase
from domain.privacy.export import DataExport, Holding
from domain.privacy.retention import Rule


class DataExports(Protocol):
    """Adapter: adapters/postgres/data_exports.py."""

    async def newest(self, party: PartyId) -> DataExport | None:
        """Waits for whoever asks for one of the same party at the same moment. Inside atomic."""
        ...

    async def asked_by(self, person: PartyId, party: PartyId) -> tuple[DataExport, ...]:
        """This person's, for this party, the newest first; the last few."""
        ...

    async def add(self, export: DataExport) -> None: ...

    async def by_id(self, export: DataExportId, *, held: bool = False) -> DataExport:
        """`held`: nobody else changes it until the transaction ends. Raises NotFound."""
        ...

    async def save(self, export: DataExport, *, file: bytes | None = None) -> None:
        """`file`: what was put together, kept sealed."""
        ...

    async def file(self, export: DataExportId) -> bytes | None:
        """None once it is gone."""
        ...


class Holdings(Protocol):
    """What the tables hold of one party. Adapter: adapters/postgres/holdings.py."""

    async def of(self, party: PartyId, *, is_person: bool) -> Holding:
        """Opened; nothing of anybody else's. `is_person`: with what belongs to a natural person alone."""
        ...


class Erasures(Protocol):
    """Adapter: adapters/postgres/erasures.py."""

    async def running(self, party: PartyId) -> Erasure | None:
        """Waits for whoever asks at the same moment. Inside atomic."""
        ...

    async def add(self, erasure: Erasure) -> None: ...

    async def by_id(self, erasure: ErasureId, *, held: bool = False) -> Erasure:
        """`held`: nobody else changes it until the transaction ends. Raises NotFound."""
        ...

    async def save(self, erasure: Erasure) -> None: ...


class Erasable(Protocol):
    """One party's rows, family by family. Adapter: adapters/postgres/erasable.py."""

    async def count(self, party: PartyId, *, is_person: bool, now: datetime) -> Mapping[Family, int]:
        """What would go."""
        ...

    async def erase(self, family: Family, party: PartyId, *, now: datetime) -> int:
        """How many rows went. Inside atomic; harmless when repeated."""
        ...

    async def cases(self, party: PartyId) -> tuple[HeldCase, ...]:
        """What stays of the party's cases, the oldest first."""
        ...


class Expiry(Protocol):
    """What goes by itself. Adapter: adapters/postgres/expiry.py."""

    async def expire(self, rule: Rule, before: datetime, *, size: int) -> int:
        """Remove up to `size` of what ended before; how many went. Inside atomic."""
        ...

    async def has_run_since(self, rule: Rule, since: datetime) -> bool: ...

    async def record_run(self, rule: Rule, *, at: datetime, before: datetime, removed: int) -> None: ...
