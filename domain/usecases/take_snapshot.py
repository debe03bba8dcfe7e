"""Take a snapshot of the register for sensing (分析研判): opaque keys, dates and codes, nobody named."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from domain.findings.ports import SnapshotRef, SnapshotRow, Snapshots
from domain.kernel.ports import Atomic, Clock, Digests
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.parties.outside import CertificateRow, SocialRegister

PURPOSE = "筛查即将到期的登记证书"
SOURCE = "social-register"
# the register tells its own type codes; it keeps one certificate for each kind of organisation, and the
# catalogue knows it by name (社会团体、民办非企业单位、基金会登记管理条例)
CERTIFICATES: Mapping[str, str] = MappingProxyType(
    {
        "社会团体": "社会团体法人登记证书",
        "民办非企业单位": "民办非企业单位登记证书",
        "基金会": "基金会法人登记证书",
    }
)


@dataclass(frozen=True, slots=True)
class TakeSnapshot:
    """The whole register as of now, or nothing of it."""

    register: SocialRegister
    snapshots: Snapshots
    digests: Digests
    atomic: Atomic
    ledger: Ledger
    now: Clock

    async def __call__(self) -> SnapshotRef:
        """Raises Refused, Unavailable; then the snapshot before stays the latest."""
        as_of = self.now()
        ref = await self.snapshots.write(self._batches(as_of), as_of=as_of, source=SOURCE)
        facts: dict[str, Fact] = {"source": ref.source, "rows": ref.rows, "sha256": ref.sha256}
        async with self.atomic():
            await self.ledger.append(Step("snapshot-taken", facts=facts))
        return ref

    async def _batches(self, as_of: datetime) -> AsyncIterator[tuple[SnapshotRow, ...]]:
        async for page in self.register.pages(purpose=PURPOSE):
            yield tuple(self._row(row, as_of) for row in page)

    def _row(self, row: CertificateRow, as_of: datetime) -> SnapshotRow:
        return SnapshotRow(
            record_id=row.record_id,
            holder_key=self.digests.keyed("snapshot-holder", row.holder_number.reveal()).hex(),
            holder_kind=row.holder_kind,
            licence_type=CERTIFICATES.get(row.holder_kind, row.licence_type),
            issuing_body_code=row.issuing_body_code,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            status=row.status,
            has_contact=True,  # its pages do not say: found out when the holder is to be told
            originals=row.originals,
            duplicates=row.duplicates,
            updated_at=row.updated_at or as_of,
        )
