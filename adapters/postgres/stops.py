"""Clock stops and extensions (暂停与延长) in PostgreSQL, and the cases whose clock runs."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import partial
from uuid import UUID

import msgspec
from tortoise.expressions import Q, Subquery

from adapters.postgres.rows.cases import CaseRow
from adapters.postgres.rows.promises import ClockExtensionRow, ClockStopRow
from adapters.postgres.within import case_within, of_case_within, only
from domain.cases.case import CaseState
from domain.clock.calendar import Limit, Unit
from domain.clock.clock import SuspensionReason
from domain.clock.ports import ItemVersion
from domain.clock.record import ClockExtension, ClockRecord, ClockStop, ExtensionState
from domain.kernel.ids import CaseId, ItemCode, StopId
from domain.kernel.ports import Cipher
from domain.kernel.remit import EVERY_BODY, Remit

SAID = "clock_extensions.sealed"
RUNNING = str(CaseState.ACCEPTED)


class _Said(msgspec.Struct):
    reason: str
    note: str


class PostgresClocks:
    """Implements ClockRecords and RunningClocks of domain.clock.ports."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    async def of_case(self, case: CaseId) -> ClockRecord:
        return (await self.of_cases([case])).get(case, ClockRecord())

    async def of_cases(self, cases: Iterable[CaseId]) -> Mapping[CaseId, ClockRecord]:
        wanted = list(cases)
        stops: dict[CaseId, list[ClockStop]] = {}
        for row in await ClockStopRow.filter(case_id__in=wanted).order_by("since", "at", "id"):
            stops.setdefault(CaseId(row.case_id), []).append(_stop(row))
        extensions = {
            CaseId(row.id): self._extension(row) for row in await ClockExtensionRow.filter(id__in=wanted)
        }
        return {
            case: ClockRecord(tuple(stops.get(case, ())), extensions.get(case))
            for case in stops.keys() | extensions.keys()
        }

    async def put_stop(self, stop: ClockStop) -> None:
        await ClockStopRow.update_or_create(
            id=stop.stop_id,
            defaults={
                "case_id": stop.case,
                "reason": str(stop.reason),
                "document_number": stop.document_number,
                "since": stop.since,
                "until": stop.until,
                "by": stop.by,
                "at": stop.at,
                "resumed_by": stop.resumed_by,
            },
        )

    async def put_extension(self, extension: ClockExtension) -> None:
        said = msgspec.json.encode(_Said(extension.reason, extension.note))
        await ClockExtensionRow.update_or_create(
            id=extension.case,
            defaults={
                "days": extension.by.n,
                "unit": str(extension.by.unit),
                "document_number": extension.document_number,
                "state": str(extension.state),
                "prepared_by": extension.prepared_by,
                "prepared_at": extension.prepared_at,
                "decided_by": extension.decided_by,
                "decided_at": extension.decided_at,
                "decided_on": extension.decided_on,
                "sealed": self._cipher.seal(SAID, extension.case, said),
            },
        )

    async def item_versions(self) -> tuple[ItemVersion, ...]:
        found = await CaseRow.filter(state=RUNNING).distinct().values_list("item_code", "item_version")
        return tuple(ItemVersion(ItemCode(item), version) for item, version in found)

    async def accepted_before(
        self, bounds: Mapping[ItemVersion, datetime], *, size: int, remit: Remit = EVERY_BODY
    ) -> tuple[tuple[CaseId, ...], int]:
        if not bounds:
            return (), 0
        old = Q(
            *(
                _of_version(one.item_version) & Q(item_code=one.item, accepted_at__lt=bound)
                for one, bound in bounds.items()
            ),
            join_type=Q.OR,
        )
        found = only(CaseRow.filter(old, state=RUNNING), remit, partial(case_within, "cases"))
        ids = await found.order_by("accepted_at", "id").limit(size).values_list("id", flat=True)
        return tuple(CaseId(UUID(str(one))) for one in ids), await found.count()

    async def standing_since(
        self, before: date, *, size: int, remit: Remit = EVERY_BODY
    ) -> tuple[ClockStop, ...]:
        running = Subquery(CaseRow.filter(state=RUNNING).values("id"))
        open_ones = ClockStopRow.filter(until=None, since__lte=before, case_id__in=running)
        theirs = only(open_ones, remit, partial(of_case_within, "clock_stops.case_id"))
        return tuple(_stop(row) for row in await theirs.order_by("since", "id").limit(size))

    async def to_sign(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[ClockExtension, ...]:
        running = Subquery(CaseRow.filter(state=RUNNING).values("id"))
        prepared = ClockExtensionRow.filter(state=str(ExtensionState.PREPARED), id__in=running)
        theirs = only(prepared, remit, partial(of_case_within, "clock_extensions.id"))
        rows = await theirs.order_by("prepared_at", "id").limit(size)
        return tuple(self._extension(row) for row in rows)

    def _extension(self, row: ClockExtensionRow) -> ClockExtension:
        said = msgspec.json.decode(self._cipher.open(SAID, row.id, row.sealed), type=_Said)
        return ClockExtension(
            CaseId(row.id),
            Limit(row.days, Unit(row.unit)),
            row.document_number,
            said.reason,
            ExtensionState(row.state),
            row.prepared_by,
            row.prepared_at,
            row.decided_by,
            row.decided_at,
            row.decided_on,
            said.note,
        )


def _of_version(version: int | None) -> Q:
    return Q(item_version__isnull=True) if version is None else Q(item_version=version)


def _stop(row: ClockStopRow) -> ClockStop:
    return ClockStop(
        StopId(row.id),
        CaseId(row.case_id),
        SuspensionReason(row.reason),
        row.document_number,
        row.since,
        row.by,
        row.at,
        row.until,
        row.resumed_by,
    )
