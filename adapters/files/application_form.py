"""The application form (申请表) as PDF/A-2u: A4, with its own Chinese font, equal bytes for equal forms.

It knows nothing of the item: what stands on the form is `ApplicationPaper`. The font and where it comes from
are in adapters/files/fonts/.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from html import escape
from importlib.resources import as_file, files

from fpdf import FPDF
from fpdf.fonts import TTFFont

from adapters.files.line_breaking import printable
from adapters.files.sheet import BODY, DOUBT, FAMILY, NOTE, SMALL, Cell, Sheet
from domain.clock.clock import BEIJING
from domain.forms.paper import ApplicationPaper, GlyphMissing, PaperRow

_FONT = "NotoSansSC_400Regular.ttf"
_LABEL, _VALUE = 40.0, 134.0
_MATERIALS = (12.0, 84.0, 30.0, 48.0)
_MAKER = "palm-office"
_XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<rdf:Description rdf:about="" xmp:CreatorTool="{maker}" xmp:CreateDate="{at}" pdf:Producer="{maker}">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{office}</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta>"""
_NUMERALS = "一二三四五六七八九十"


class PdfPrinter:
    """Prints a form with fpdf2; about a third of a second each, CPU only, safe in several threads at once."""

    def print(self, paper: ApplicationPaper) -> bytes:
        """The form as PDF. Raises GlyphMissing."""
        pdf = FPDF(format="A4", enforce_compliance="PDF/A-2U")
        with as_file(files("adapters.files") / "fonts" / _FONT) as path:
            pdf.add_font(FAMILY, fname=path)
            font = pdf.fonts[FAMILY]
            if not isinstance(font, TTFFont):
                raise TypeError(f"{_FONT} is not a TrueType font")
            with font.ttfont:  # fpdf2 leaves the file open when nothing is printed
                _demand_glyphs(paper, font)
                _describe(pdf, paper)
                _fill(Sheet(pdf, _title(paper)), paper)
                return bytes(pdf.output())


def _title(paper: ApplicationPaper) -> str:
    if paper.title:
        return printable(paper.title)
    return printable(paper.item_name if paper.item_name.endswith("表") else f"{paper.item_name}申请表")


def _describe(pdf: FPDF, paper: ApplicationPaper) -> None:
    """The metadata: the form and the office, never the person."""
    confirmed_at = paper.confirmed_at.astimezone(BEIJING)
    pdf.set_creator(_MAKER)
    pdf.set_producer(_MAKER)  # the default names the library's version
    pdf.set_lang("zh-CN")
    pdf.set_creation_date(confirmed_at)
    # left to itself fpdf2 writes the time of printing here, and no two printings would be equal
    pdf.set_xmp_metadata(
        _XMP.format(
            title=escape(_title(paper)),
            office=escape(printable(paper.office_name)),
            at=confirmed_at.isoformat("T", "seconds"),
            maker=_MAKER,
        )
    )


def _demand_glyphs(paper: ApplicationPaper, font: TTFFont) -> None:
    wanted = {character for text in _texts(paper) for character in printable(text) if character != "\n"}
    missing = frozenset(character for character in wanted if ord(character) not in font.cmap)
    if missing:
        raise GlyphMissing(missing)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


def _fill(sheet: Sheet, paper: ApplicationPaper) -> None:
    sheet.title()
    sheet.line(f"受理机关：{paper.office_name}", SMALL)
    numbers = iter(range(1, 100))
    sheet.heading(f"{_numeral(next(numbers))}、申请人信息")
    for label, value in paper.applicant:
        sheet.row(_field(sheet, PaperRow(label, value, "")))
    for section in paper.sections:
        sheet.heading(f"{_numeral(next(numbers))}、{section.title}")
        for row in section.rows:
            sheet.row(_field(sheet, row))
    if paper.materials:
        sheet.heading(f"{_numeral(next(numbers))}、申请材料清单")
        sheet.row(_columns(sheet, ("序号", "材料名称", "形式", "来源"), shaded=True))
        for number, material in enumerate(paper.materials, start=1):
            sheet.row(_columns(sheet, (str(number), material.name, material.kind, material.origin)))
    sheet.heading(f"{_numeral(next(numbers))}、{paper.promise_title}")
    confirmed_at = paper.confirmed_at.astimezone(BEIJING)
    promise = "\n".join(f"\u3000\u3000{part}" for part in paper.promise.split("\n"))
    day = f"{confirmed_at.year}年{confirmed_at.month}月{confirmed_at.day}日"
    signature = ["", f"确认人：{paper.confirmed_by}", f"确认时间：{day} {confirmed_at:%H:%M}（北京时间）"]
    whole = _LABEL + _VALUE
    lines = sheet.lines(promise, whole, BODY) + sheet.lines("\n".join(signature), whole, BODY, right=True)
    sheet.row([Cell(whole, lines)])
    if paper.signature is not None:
        sheet.signature(paper.signature.strokes, paper.signature.served)
    sheet.number_pages(f"表单摘要：{paper.digest}" if paper.digest else "")


def _field(sheet: Sheet, row: PaperRow) -> Sequence[Cell]:
    value = sheet.lines(row.value or "—", _VALUE, BODY)
    as_of = "" if row.as_of is None else f"截至 {row.as_of.isoformat()}"
    origin = "  ".join(part for part in (f"来源：{row.source}" if row.source else "", as_of) if part)
    if origin:
        value += sheet.lines(origin, _VALUE, NOTE)
    if row.disputed:
        value += sheet.lines("申请人对此项有异议，待核实", _VALUE, DOUBT)
    return [Cell(_LABEL, sheet.lines(row.label, _LABEL, BODY), shaded=True), Cell(_VALUE, value)]


def _columns(sheet: Sheet, texts: Sequence[str], *, shaded: bool = False) -> Sequence[Cell]:
    return [
        Cell(width, sheet.lines(text, width, BODY), shaded=shaded)
        for width, text in zip(_MATERIALS, texts, strict=True)
    ]


def _numeral(number: int) -> str:
    if number <= len(_NUMERALS):
        return _NUMERALS[number - 1]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else _NUMERALS[tens - 1]) + "十" + (_NUMERALS[ones - 1] if ones else "")
