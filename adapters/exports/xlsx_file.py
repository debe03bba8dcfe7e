"""Tables as XLSX workbooks by XlsxWriter: text written as text, never as a formula or a link."""

import asyncio
import io
import re
from datetime import date, datetime

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
}
LONGEST_CELL = 32_767
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # what XML cannot hold
WIDTH = 18


async def write_xlsx(table: Table) -> bytes:
    """Implements domain.figures.table.WriteTable. In a thread: a big one takes seconds."""
    return await asyncio.to_thread(_written, table)


def _written(table: Table) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - a file says nothing of its making
        head = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet = book.add_worksheet(table.name)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(table.heads) - 1, WIDTH)
        for column, text in enumerate(table.heads):
            sheet.write_string(0, column, _text(text), head)
        for number, row in enumerate(table.rows, start=1):
            for column, cell in enumerate(row):
                _write(sheet, number, column, cell, day=day, moment=moment)
    return file.getvalue()


def _write(
    sheet: "xlsxwriter.worksheet.Worksheet",
    row: int,
    column: int,
    cell: Cell,
    *,
    day: "xlsxwriter.format.Format",
    moment: "xlsxwriter.format.Format",
) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell.astimezone(BEIJING).replace(tzinfo=None), moment)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001 - a day
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell)
    elif cell is not None:
        sheet.write_string(row, column, _text(cell))


def _text(text: str) -> str:
    return _UNFIT.sub("", text)[:LONGEST_CELL]
