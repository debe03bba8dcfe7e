"""A table (表格) to be exported: text stays text, numbers numbers, days days; no cell is ever a formula."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Protocol

from domain.kernel.refusal import Refusal

Cell = str | int | date | datetime | Fraction | None  # a fraction is a share, said as a percentage
MOST_ROWS = 50_000


class ExportTooLarge(Refusal):
    """`rows`: how many there are at least, `most`: how many one file may hold."""

    code, title = "export-too-large", "导出的行数超过上限"
    advice = "请缩短统计区间后分次导出"


@dataclass(frozen=True, slots=True)
class Table:
    """`name`: of the sheet and the file, in words; every row as long as `heads`, and so is `foot`, the totals
    below them; `above`: a line over the heads that says what of."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    above: str = ""
    foot: tuple[Cell, ...] | None = None

    def __post_init__(self) -> None:
        """Raises ExportTooLarge, and ValueError for a row of another length."""
        if len(self.rows) > MOST_ROWS:
            raise ExportTooLarge(self.name, rows=len(self.rows), most=MOST_ROWS)
        if any(len(row) != len(self.heads) for row in (*self.rows, *self.feet)):
            raise ValueError("a row is not as long as the heads")

    @property
    def feet(self) -> tuple[tuple[Cell, ...], ...]:
        """The row of totals, if there is one."""
        return () if self.foot is None else (self.foot,)


class WriteTable(Protocol):
    """Adapters: adapters/exports/csv_file.py, adapters/exports/xlsx_file.py."""

    async def __call__(self, table: Table) -> bytes:
        """The whole file."""
        ...
