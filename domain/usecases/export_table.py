"""Export a table (导出): who took it, what and how many rows stands in the ledger."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from domain.figures.figure import Period
from domain.figures.table import Table, WriteTable
from domain.identity.ports import Limits
from domain.kernel.ports import Atomic
from domain.kernel.refusals import NotFound
from domain.ledger.entry import Fact, Step
from domain.ledger.ports import Ledger
from domain.staff.account import StaffAccount

ALLOWED, SECONDS = 10, 3600
Compose = Callable[[Period], Awaitable[Table]]


@dataclass(frozen=True, slots=True)
class Exported:
    """`name`: what the table is called, in words."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ExportTable:
    tables: Mapping[str, Compose]
    formats: Mapping[str, WriteTable]
    limits: Limits
    ledger: Ledger
    atomic: Atomic

    async def __call__(self, staff: StaffAccount, name: str, form: str, period: Period) -> Exported:
        """The file. Raises NotFound (no such table or format), ExportTooLarge, TooManyRequests,
        LimitsUnavailable."""
        if name not in self.tables or form not in self.formats:
            raise NotFound(f"{name}.{form}")
        await self.limits.spend("export", str(staff.staff_id), allowed=ALLOWED, seconds=SECONDS)
        table = await self.tables[name](period)
        content = await self.formats[form](table)
        facts: dict[str, Fact] = {
            "table": name,
            "format": form,
            "first": period.first.isoformat(),
            "last": period.last.isoformat(),
            "rows": len(table.rows),
        }
        async with self.atomic():
            await self.ledger.append(Step("table-exported", staff=staff.login, facts=facts))
        return Exported(table.name, content)
