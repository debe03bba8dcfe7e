"""Tables as XLSX workbooks by XlsxWriter: text written as text, never as a formula or a link."""

import asyncio
import io
import re
from datetime import date, datetime
from fractions import Fraction

import xlsxwriter  # type: ignore[import-untyped]  # the library has no types

from domain.clock.clock import BEIJING
from domain.figures.table import Cell, Table

# a day in numbers and text as it is: whatever a cell says, it is not run and leads nowhere
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
    "default_format_properties": {
        "font_name": "宋体",
        "font_size": 11,
        "font_scheme": False,
    },  # on every Chinese desk
}
LONGEST_CELL = 32_767
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # what XML cannot hold
NARROWEST, WIDEST, MOMENT = 10, 48, 18  # in half-width characters


async def write_xlsx(table: Table) -> bytes:
    """Implements domain.figures.table.WriteTable. In a thread: a big one takes seconds."""
    return await asyncio.to_thread(_written, table)


def _written(table: Table) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - a file says nothing of its making
        _Sheet(book, book.add_worksheet(table.name)).fill(table)
    return file.getvalue()


class _Sheet:
    def __init__(self, book: "xlsxwriter.Workbook", sheet: "xlsxwriter.worksheet.Worksheet") -> None:
        self._sheet = sheet
        self._bold = book.add_format({"bold": True})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._share = book.add_format({"num_format": "0%"})

    def fill(self, table: Table) -> None:
        """What it is of, the heads, which stay in sight, the rows and the totals."""
        heads = 1 if table.above else 0
        if table.above:
            self._sheet.write_string(0, 0, _text(table.above))
        self._sheet.freeze_panes(heads + 1, 0)
        rows = (*table.rows, *table.feet)
        for column, text in enumerate(table.heads):
            self._sheet.write_string(heads, column, _text(text), self._bold)
            wide = max(_width(text), *(_width(row[column]) for row in rows), NARROWEST)
            self._sheet.set_column(column, column, min(wide + 2, WIDEST))
        for number, row in enumerate(rows, start=heads + 1):
            for column, cell in enumerate(row):
                self._write(number, column, cell)

    def _write(self, row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, datetime):
            local = cell.astimezone(BEIJING).replace(tzinfo=None)
            self._sheet.write_datetime(row, column, local, self._moment)
        elif isinstance(cell, date):
            day = datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - a day
            self._sheet.write_datetime(row, column, day, self._day)
        elif isinstance(cell, Fraction):
            self._sheet.write_number(row, column, float(cell), self._share)
        elif isinstance(cell, int):
            self._sheet.write_number(row, column, cell)
        elif cell is not None:
            self._sheet.write_string(row, column, _text(cell))


def _width(cell: Cell) -> int:
    """How wide it is shown: a Chinese character is as wide as two letters."""
    if isinstance(cell, str):
        return sum(1 if letter.isascii() else 2 for letter in cell[:WIDEST])
    return MOMENT if isinstance(cell, date) else NARROWEST


def _text(text: str) -> str:
    return _UNFIT.sub("", text)[:LONGEST_CELL]
