"""Queue 6 of 今日待办: old certificates and parcels (旧证与快递)."""

from dataclasses import dataclass

from domain.shipments.cause import Group
from domain.staff.today import Backlog, Waiting
from domain.usecases.list_certificates import CertificateLine, ListCertificates


@dataclass(frozen=True, slots=True)
class QueueCertificates:
    """Implements QueueReader. Red: what the person waits for and nobody else will move."""

    list_certificates: ListCertificates

    async def __call__(self, *, size: int) -> Backlog:
        count, lines = await self.list_certificates(size=size)
        return Backlog(count, tuple(_waiting(line) for line in lines))


def _waiting(line: CertificateLine) -> Waiting:
    parcel = line.parcel
    here = " · ".join(text for text in (line.item_name, line.party_name, parcel.waybill) if text)
    return Waiting(
        kind="shipment",
        ref=parcel.shipment_id,
        title=line.to_do.words,
        detail=f"{here} · {parcel.state_text}",
        since=line.since,
        action=line.to_do.label,
        light="red" if line.to_do.group is Group.EXCEPTIONS else "",
    )
