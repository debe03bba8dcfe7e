"""Exports open in spreadsheets as what they say: text as text, and nothing runs."""

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.exports.csv_file import MARK, write_csv
from adapters.exports.xlsx_file import write_xlsx
from domain.figures.table import Table

HOSTILE = (
    "=1+1",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1＋1",
    "＋1",
    "－1",
    "＠cmd",
    " =1",
    "\u3000=1",
    '=HYPERLINK("http://attacker.example","x")',
    "=cmd|' /C calc'!A0",
    "http://attacker.example",
    "mailto:a@b.example",
    "internal:figures!A1",
    'quo"te, comma',
    "two\nlines",
    "\0nothing\x07",
)
NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RUNS = re.compile(r"^[ \u3000]*[=+\-@\t\r\n＝＋－＠]")


def rows_of(content: bytes) -> list[list[str]]:
    text = content.decode()
    assert text.startswith(MARK)
    return list(csv.reader(io.StringIO(text.removeprefix(MARK), newline="")))


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name) for name in book.namelist()}


@pytest.mark.parametrize("text", HOSTILE)
async def test_no_cell_of_a_csv_begins_like_a_formula(text: str) -> None:
    [head, row] = rows_of(await write_csv(Table("t", (text,), ((text,),))))

    assert not RUNS.match(head[0])
    assert not RUNS.match(row[0])
    assert row[0].removeprefix("'") == text.replace("\0", "")


@pytest.mark.parametrize("text", HOSTILE)
async def test_no_cell_of_a_workbook_is_a_formula_or_a_link(text: str) -> None:
    parts = parts_of(await write_xlsx(Table("t", (text,), ((text,),))))

    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b"<f>" not in sheet
    assert b"<f " not in sheet
    assert b"hyperlink" not in sheet
    assert not [name for name in parts if "externalLink" in name or "connections" in name]
    assert b"http://attacker" not in parts.get("xl/worksheets/_rels/sheet1.xml.rels", b"")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=40))
async def test_whatever_somebody_wrote_comes_out_as_they_wrote_it_and_harmless(text: str) -> None:
    [_, row] = rows_of(await write_csv(Table("t", ("a", "b"), (("x", text),))))

    assert not RUNS.match(row[1])
    assert row[1].removeprefix("'") == text.replace("\0", "").removeprefix("'")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
async def test_whatever_somebody_wrote_is_a_text_of_the_workbook_and_nothing_else(text: str) -> None:
    parts = parts_of(await write_xlsx(Table("t", ("a",), ((text,),))))

    cells = ET.fromstring(parts["xl/worksheets/sheet1.xml"]).findall(f".//{NAMESPACE}c")  # noqa: S314 - written by ourselves
    assert {cell.get("t") for cell in cells} <= {"s", None}
    assert [part for cell in cells for part in cell if part.tag != f"{NAMESPACE}v"] == []
    assert "xl/worksheets/_rels/sheet1.xml.rels" not in parts


async def test_numbers_stay_numbers_and_days_days() -> None:
    moment = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
    table = Table("t", ("n", "d", "m", "none"), ((-7, date(2026, 11, 22), moment, None),))

    [_, row] = rows_of(await write_csv(table))
    sheet = ET.fromstring(parts_of(await write_xlsx(table))["xl/worksheets/sheet1.xml"])  # noqa: S314 - likewise

    assert row == ["-7", "2026-11-22", "2026-11-22 12:00", ""]
    cells = sheet.findall(f".//{NAMESPACE}row")[1].findall(f"{NAMESPACE}c")
    assert [cell.get("t") for cell in cells] == [None, None, None]
    assert [float(cell.findtext(f"{NAMESPACE}v") or 0) for cell in cells] == [-7, 46348, 46348.5]


async def test_a_table_says_what_it_is_of_and_adds_up() -> None:
    above, foot = "统计区间：2026年11月", ("合计", 3, Fraction(2, 3))
    table = Table("数据", ("事项", "办结", "按时比例"), (("换发", 3, Fraction(1, 200)),), above, foot)

    rows = rows_of(await write_csv(table))
    parts = parts_of(await write_xlsx(table))

    assert rows == [[above], ["事项", "办结", "按时比例"], ["换发", "3", "1%"], ["合计", "3", "67%"]]
    sheet = ET.fromstring(parts["xl/worksheets/sheet1.xml"])  # noqa: S314 - likewise
    told = [cell.findtext(f"{NAMESPACE}v") for cell in sheet.findall(f".//{NAMESPACE}c")]
    assert [float(told[place] or 0) for place in (5, 6, 8, 9)] == [3, 0.005, 3, pytest.approx(2 / 3)]
    assert b'ySplit="2"' in parts["xl/worksheets/sheet1.xml"]
    assert b'formatCode="0%"' in parts["xl/styles.xml"] or b'numFmtId="9"' in parts["xl/styles.xml"]
    assert "宋体".encode() in parts["xl/styles.xml"]


async def test_a_workbook_reads_from_its_first_line_which_stays_in_sight() -> None:
    parts = parts_of(await write_xlsx(Table("数据", ("事项",), (("换发",),))))

    assert "数据".encode() in parts["xl/workbook.xml"]
    assert b'state="frozen"' in parts["xl/worksheets/sheet1.xml"]
    assert "换发".encode() in parts["xl/sharedStrings.xml"]
