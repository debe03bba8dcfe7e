"""Tables as CSV (RFC 4180) for spreadsheets: UTF-8 with its mark, and no cell that a program would run."""

import csv
import io
from datetime import date, datetime
from fractions import Fraction

from domain.clock.clock import BEIJING
from domain.figures.table import Cell, Table

MARK = "\ufeff"  # without it Excel reads Chinese text as something else
# what spreadsheets take for the beginning of a formula, the full-width ones too (OWASP, CSV Injection)
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
GUARD = "'"


async def write_csv(table: Table) -> bytes:
    """Implements domain.figures.table.WriteTable."""
    text = io.StringIO(newline="")
    rows = csv.writer(text, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    if table.above:
        rows.writerow([harmless(table.above)])
    rows.writerow([harmless(head) for head in table.heads])
    rows.writerows([_told(cell) for cell in row] for row in (*table.rows, *table.feet))
    return (MARK + text.getvalue()).encode()


def harmless(text: str) -> str:
    """The same text, in front of which an apostrophe stands where it might be taken for a formula."""
    return GUARD + text if text.lstrip(" \u3000").startswith(STARTS) or text.startswith(STARTS) else text


def percent(share: Fraction) -> int:
    """Half a per cent counts as one, as on the screen."""
    return int(share * 100 + Fraction(1, 2))


def _told(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Fraction):
        return f"{percent(cell)}%"
    return str(cell) if isinstance(cell, int) else harmless(cell.replace("\0", ""))
