"""The ruled A4 sheet an application form (申请表) is laid out on: title, headings, table rows, feet."""

from collections.abc import Sequence
from dataclasses import dataclass

from fpdf import FPDF
from fpdf.enums import TextMode

from adapters.files.line_breaking import printable, wrap

FAMILY = "form"  # the name the one font is added under
_LEFT, _TOP, _WIDTH = 18.0, 18.0, 174.0
_BOTTOM = 275.0  # of 297: the foot stands below
_PADDING = 1.6
_POINT = 0.3528  # mm
_RULE = 0.2
_PAD, _PAD_WIDTH, _PAD_HEIGHT = 1000, 60.0, 24.0  # the pad in its own units, and in mm on paper
_INK = 0.4


@dataclass(frozen=True, slots=True)
class Style:
    """A size in points, a line height in mm, a grey from 0 (black) to 255."""

    points: float
    height: float
    grey: int = 0
    red: bool = False


BODY = Style(10.5, 5.8)
SMALL = Style(9, 5.0)
NOTE = Style(7.5, 4.0, grey=110)
DOUBT = Style(8.5, 4.6, red=True)
_HEADING = Style(11.5, 8.0)
_TITLE = Style(18, 10.0)
_RUNNING = Style(8, 5.0, grey=110)
_FOOT = Style(9, 5.0, grey=60)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text, already narrow enough."""

    text: str
    style: Style
    right: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row: its width in mm and its lines; shaded for labels."""

    width: float
    lines: Sequence[Line]
    shaded: bool = False


class Sheet:
    """Fills pages from the top; a row too tall for the rest of a page goes on to the next."""

    def __init__(self, pdf: FPDF, title: str) -> None:
        self._pdf, self._title = pdf, printable(title)
        pdf.set_auto_page_break(auto=False)
        pdf.set_line_width(_RULE)
        self._y = _TOP
        pdf.add_page()

    def lines(self, text: str, width: float, style: Style, *, right: bool = False) -> list[Line]:
        """`text` broken for a cell `width` mm wide."""
        self._use(style)
        broken = wrap(printable(text), width - 2 * _PADDING, self._pdf.get_string_width)
        return [Line(part, style, right) for part in broken]

    def title(self) -> None:
        """The form's name, large and in the middle."""
        for line in self.lines(self._title, _WIDTH, _TITLE):
            self._use(_TITLE)
            self._write(
                line, _LEFT + (_WIDTH - self._pdf.get_string_width(line.text)) / 2, self._y, bold=True
            )
            self._y += _TITLE.height
        self._y += 3

    def line(self, text: str, style: Style) -> None:
        """A line across the sheet, outside any table."""
        for line in self.lines(text, _WIDTH, style):
            self._write(line, _LEFT + _PADDING, self._y)
            self._y += style.height

    def heading(self, text: str) -> None:
        """A section's name, never left alone at the foot of a page."""
        if self._y + 2 + _HEADING.height + 3 * BODY.height > _BOTTOM:
            self._next_page()
        self._y += 2
        for line in self.lines(text, _WIDTH, _HEADING):
            self._write(line, _LEFT, self._y, bold=True)
            self._y += _HEADING.height

    def row(self, cells: Sequence[Cell]) -> None:
        """A row of the table; a short one is kept whole, a tall one is broken between lines."""
        tallest = max(sum(line.style.height for line in cell.lines) for cell in cells) + 2 * _PADDING
        if self._y + tallest > _BOTTOM and tallest < (_BOTTOM - _TOP) / 3:
            self._next_page()
        left = [list(cell.lines) for cell in cells]
        while any(left):
            taken = [_take(lines, _BOTTOM - self._y - 2 * _PADDING) for lines in left]
            if any(taken):
                self._draw(
                    [Cell(cell.width, lines, cell.shaded) for cell, lines in zip(cells, taken, strict=True)]
                )
            if any(left):
                self._next_page()

    def signature(self, strokes: Sequence[Sequence[tuple[int, int]]], note: str) -> None:
        """What was written on the pad, drawn on the right of a row of its own, with `note` on the left."""
        label = self.lines("手写签名：", _WIDTH, BODY) + self.lines(note, _WIDTH - _PAD_WIDTH - 8, SMALL)
        if self._y + _PAD_HEIGHT + 2 * _PADDING > _BOTTOM:
            self._next_page()
        top = self._y
        blank = Line("", Style(1, _PAD_HEIGHT - sum(line.style.height for line in label)))
        self._draw([Cell(_WIDTH, [*label, blank])])
        self._pdf.set_draw_color(0)
        left = _LEFT + _WIDTH - _PADDING - _PAD_WIDTH
        with self._pdf.local_context(line_width=_INK):
            for stroke in strokes:
                points = [
                    (left + x / _PAD * _PAD_WIDTH, top + _PADDING + y / _PAD * _PAD_HEIGHT) for x, y in stroke
                ]
                self._pdf.polyline(points if len(points) > 1 else points * 2)

    def number_pages(self, foot: str) -> None:
        """The foot of every page: `foot` on the left, the page of how many on the right."""
        total = self._pdf.page
        lines = self.lines(foot, _WIDTH - 45, NOTE) if foot else []
        for page in range(1, total + 1):
            self._pdf.page = page
            self._pdf.line(_LEFT, _BOTTOM + 4, _LEFT + _WIDTH, _BOTTOM + 4)
            for number, line in enumerate(lines):
                self._write(line, _LEFT, _BOTTOM + 5 + number * NOTE.height)
            self._right(Line(f"第 {page} 页/共 {total} 页", _FOOT), _LEFT + _WIDTH, _BOTTOM + 5)

    def _next_page(self) -> None:
        self._pdf.add_page()
        self._right(Line(f"{self._title}（续）", _RUNNING), _LEFT + _WIDTH, _TOP - 6)
        self._y = _TOP

    def _draw(self, cells: Sequence[Cell]) -> None:
        height = max(sum(line.style.height for line in cell.lines) for cell in cells) + 2 * _PADDING
        x = _LEFT
        for cell in cells:
            self._pdf.set_draw_color(120)
            self._pdf.set_fill_color(243)
            self._pdf.rect(x, self._y, cell.width, height, style="DF" if cell.shaded else "D")
            y = self._y + _PADDING
            for line in cell.lines:
                if line.right:
                    self._right(line, x + cell.width - _PADDING, y)
                else:
                    self._write(line, x + _PADDING, y)
                y += line.style.height
            x += cell.width
        self._y += height

    def _right(self, line: Line, x: float, y: float) -> None:
        self._use(line.style)
        self._write(line, x - self._pdf.get_string_width(line.text), y)

    def _write(self, line: Line, x: float, y: float, *, bold: bool = False) -> None:
        """`line` with its top at `y`; bold by a thin outline, to carry one weight of the font only."""
        self._use(line.style)
        # a Chinese character's middle stands about 0.37 of its size above the base line
        base = y + line.style.height / 2 + 0.37 * line.style.points * _POINT
        with self._pdf.local_context(
            text_mode=TextMode.FILL_STROKE if bold else TextMode.FILL, line_width=_RULE, draw_color=0
        ):
            self._pdf.text(x, base, line.text)

    def _use(self, style: Style) -> None:
        self._pdf.set_font(FAMILY, size=style.points)
        if style.red:
            self._pdf.set_text_color(176, 0, 0)
        else:
            self._pdf.set_text_color(style.grey)


def _take(lines: list[Line], room: float) -> list[Line]:
    """The first lines that fit into `room` mm, taken off `lines`."""
    taken = []
    while lines and lines[0].style.height <= room:
        room -= lines[0].style.height
        taken.append(lines.pop(0))
    return taken
