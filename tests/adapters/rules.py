"""Two rules that keep the contract, the item of the pilot, and a snapshot for them to run on."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import domain.catalogue
from adapters.analysis.snapshot import SnapshotWriter
from domain.catalogue.item import Item
from domain.findings.ports import ChangeRow, SnapshotRef, SnapshotRow
from domain.kernel.ids import ItemCode
from tests.adapters.registered import AS_OF, TODAY, in_batches
from tests.support.catalogue import shipped

ITEMS = Path(domain.catalogue.__path__[0]) / "items"
SELECTED = (
    "SELECT record_id, holder_key, holder_kind, issuing_body_code, valid_until AS event_date,"
    " has_contact, originals, duplicates"
)
RULE = f"{SELECTED} FROM licences WHERE valid_until <= $window_until ORDER BY record_id"
WINDOW = {"window_until": TODAY + timedelta(days=90)}
CHANGED = (
    "SELECT record_id, holder_key, holder_kind, issuing_body_code, changed_on AS event_date,"
    " has_contact, originals, duplicates, change_id, changed_field, move"
)
CHANGE_RULE = f"{CHANGED} FROM changes ORDER BY record_id"


def item_15() -> Item:
    return shipped().get(ItemCode("wg-15-minban-renewal"))


async def snapshot_of(
    folder: Path, rows: Iterable[SnapshotRow], changes: Iterable[ChangeRow] = ()
) -> SnapshotRef:
    return await SnapshotWriter(folder).write(
        in_batches(rows), in_batches(changes), as_of=AS_OF, source="registers"
    )
