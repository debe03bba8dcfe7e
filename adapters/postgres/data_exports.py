"""Copies of one's data (个人信息副本) in PostgreSQL: the file sealed, until it is fetched no more."""

from tortoise.connection import get_connection

from adapters.postgres.rows.privacy import DataExportRow
from domain.kernel.ids import DataExportId, PartyId
from domain.kernel.ports import Cipher
from domain.kernel.refusals import NotFound
from domain.privacy.export import DataExport, ExportState

PLACE = "data_exports.sealed"
TURN = "SELECT pg_advisory_xact_lock(hashtextextended('data-export ' || %s, 0))"
LAST = 10
COLUMNS = (
    *("id", "party_id", "person_id", "state", "asked_at"),
    *("ready_at", "ends_at", "fetched_at", "digest"),
)  # the file may have megabytes


class PostgresDataExports:
    """Implements domain.privacy.data_ports.DataExports."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    async def newest(self, party: PartyId) -> DataExport | None:
        await get_connection("default").execute_query(TURN, [str(party)])
        row = await DataExportRow.filter(party_id=party).order_by("-asked_at", "-id").only(*COLUMNS).first()
        return None if row is None else _export(row)

    async def asked_by(self, person: PartyId, party: PartyId) -> tuple[DataExport, ...]:
        mine = DataExportRow.filter(party_id=party, person_id=person).only(*COLUMNS)
        return tuple(_export(row) for row in await mine.order_by("-asked_at", "-id").limit(LAST))

    async def add(self, export: DataExport) -> None:
        row = DataExportRow(
            id=export.export_id, party_id=export.party, person_id=export.person, **_changing(export)
        )
        await row.save(force_create=True)

    async def by_id(self, export: DataExportId, *, held: bool = False) -> DataExport:
        rows = DataExportRow.select_for_update() if held else DataExportRow.all()
        row = await rows.filter(id=export).only(*COLUMNS).first()
        if row is None:
            raise NotFound(str(export))
        return _export(row)

    async def save(self, export: DataExport, *, file: bytes | None = None) -> None:
        changed = _changing(export)
        if file is not None:
            changed["sealed"] = self._cipher.seal(PLACE, export.export_id, file)
        elif export.state is ExportState.ENDED:
            changed["sealed"] = None
        await DataExportRow.filter(id=export.export_id).update(**changed)

    async def file(self, export: DataExportId) -> bytes | None:
        row = await DataExportRow.get(id=export)
        return None if row.sealed is None else self._cipher.open(PLACE, row.id, row.sealed)


def _changing(export: DataExport) -> dict[str, object]:
    return {
        "state": str(export.state),
        "asked_at": export.asked_at,
        "ready_at": export.ready_at,
        "ends_at": export.ends_at,
        "fetched_at": export.fetched_at,
        "digest": export.digest or None,
    }


def _export(row: DataExportRow) -> DataExport:
    return DataExport(
        DataExportId(row.id),
        PartyId(row.party_id),
        PartyId(row.person_id),
        row.asked_at,
        ExportState(row.state),
        row.ready_at,
        row.ends_at,
        row.fetched_at,
        bytes(row.digest or b""),
    )
