"""Queue 6 of 今日待办: old certificates and parcels (旧证与快递)."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.clock.clock import Light, beijing_date
from domain.kernel.remit import EVERY_BODY, Remit
from domain.shipments.cause import MISMATCH_WITHIN, Cause, Group
from domain.staff.today import Backlog, Waiting
from domain.usecases.list_certificates import CertificateLine, ListCertificates


@dataclass(frozen=True, slots=True)
class QueueCertificates:
    """Implements QueueReader. Red: what the person waits for and nobody else will move; a mismatch,
    once its own days are over."""

    list_certificates: ListCertificates

    async def __call__(self, *, size: int, remit: Remit = EVERY_BODY) -> Backlog:
        count, lines = await self.list_certificates(size=size, remit=remit)
        today = beijing_date(self.list_certificates.now())
        return Backlog(count, tuple(_waiting(line, today) for line in lines))


def _waiting(line: CertificateLine, today: date) -> Waiting:
    parcel = line.parcel
    here = " · ".join(text for text in (line.item_name, line.party_name, parcel.waybill) if text)
    return Waiting(
        kind="shipment",
        ref=parcel.shipment_id,
        title=line.to_do.words,
        detail=f"{here} · {parcel.state_text}",
        since=line.since,
        action=line.to_do.label,
        due=(due := _due(line)),
        light=_light(line, due, today),
    )


def _due(line: CertificateLine) -> date | None:
    return beijing_date(line.since + MISMATCH_WITHIN) if line.cause == Cause.MISMATCH else None


def _light(line: CertificateLine, due: date | None, today: date) -> str:
    if due is None:
        return str(Light.RED) if line.to_do.group is Group.EXCEPTIONS else ""
    if today > due:
        return str(Light.RED)
    return str(Light.YELLOW if today >= due - timedelta(days=1) else Light.GREEN)
