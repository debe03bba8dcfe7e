"""The printed application form: whole, the same bytes each time, silent about people in its metadata."""

import hashlib
import re
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from importlib.resources import files

import pytest

from adapters.files.application_form import PdfPrinter
from adapters.files.line_breaking import printable, wrap
from domain.forms.paper import (
    ApplicationPaper,
    GlyphMissing,
    PaperMaterial,
    PaperRow,
    PaperSection,
    PaperSignature,
)

PAPER = ApplicationPaper(
    item_name="道路货物运输经营许可（延续）",
    office_name="某市行政审批服务局",
    applicant=(("申请人名称", "某物流有限公司"), ("法定代表人", "㛃䶮喆")),
    sections=(
        PaperSection(
            "企业登记信息",
            (
                PaperRow("住所", "某区长江中路1号", "企业登记库", date(2026, 11, 20), disputed=True),
                PaperRow("备注", "", "本人填写"),
            ),
        ),
    ),
    materials=(PaperMaterial("道路运输经营许可证（正本）", "原件", "申请人"),),
    promise="以上信息真实、完整、有效。",
    confirmed_by="㛃䶮喆",
    confirmed_at=datetime(2026, 11, 21, 2, 32, tzinfo=UTC),
    digest="9f" * 32,
)
LONG = "普通货运、仓储服务；" * 400


def streams(pdf: bytes) -> Iterator[bytes]:
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            yield zlib.decompress(found[1])
        except zlib.error:
            yield found[1]


def texts(pdf: bytes) -> list[str]:
    """Every drawn string, read back through the font's own ToUnicode map, as a reader would search it."""
    parts = list(streams(pdf))
    glyphs: dict[bytes, str] = {}
    for part in parts:
        if b"beginbfchar" in part:
            for glyph, units in re.findall(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>", part):
                glyphs[bytes.fromhex(glyph.decode())] = bytes.fromhex(units.decode()).decode("utf-16-be")
    drawn = []
    for part in parts:
        for raw in re.findall(rb"\(((?:\\.|[^\\)])*)\) Tj", part, re.DOTALL):
            plain = re.sub(
                rb"\\(.)", lambda m: {b"r": b"\r", b"n": b"\n"}.get(m[1], m[1]), raw, flags=re.DOTALL
            )
            drawn.append("".join(glyphs[plain[at : at + 2]] for at in range(0, len(plain), 2)))
    return drawn


def test_everything_on_the_paper_is_on_the_form() -> None:
    drawn = texts(PdfPrinter().print(PAPER))

    for words in (
        "道路货物运输经营许可（延续）申请表",
        "受理机关：某市行政审批服务局",
        "一、申请人信息",
        "㛃䶮喆",
        "二、企业登记信息",
        "某区长江中路1号",
        "来源：企业登记库  截至 2026-11-20",
        "申请人对此项有异议，待核实",
        "来源：本人填写",
        "三、申请材料清单",
        "道路运输经营许可证（正本）",
        "四、真实性承诺",
        "\u3000\u3000以上信息真实、完整、有效。",
        "确认人：㛃䶮喆",
        "确认时间：2026年11月21日 10:32（北京时间）",
        f"表单摘要：{'9f' * 32}",
        "第 1 页/共 1 页",
    ):
        assert words in drawn


def test_equal_papers_give_equal_bytes() -> None:
    moved = PAPER.confirmed_at.astimezone(timezone(timedelta(hours=8)))

    first, printed_at = PdfPrinter().print(PAPER), int(time.time())
    while int(time.time()) == printed_at:  # a clock that leaks into the file shows a second later
        time.sleep(0.02)
    second = PdfPrinter().print(replace(PAPER, confirmed_at=moved))

    assert first == second
    assert first != PdfPrinter().print(replace(PAPER, digest=None))


def test_a_long_value_goes_on_over_pages_and_loses_nothing() -> None:
    long = replace(PAPER, sections=(PaperSection("经营", (PaperRow("经营范围", LONG, "企业登记库"),)),))

    drawn = texts(PdfPrinter().print(long))

    assert "".join(text for text in drawn if set(text) <= set(LONG)) == LONG
    pages = [text for text in drawn if re.fullmatch(r"第 \d 页/共 \d 页", text)]
    assert len(pages) > 2
    assert pages == [f"第 {page} 页/共 {len(pages)} 页" for page in range(1, len(pages) + 1)]


def test_a_long_list_of_materials_is_numbered_through() -> None:
    many = replace(PAPER, materials=tuple(PaperMaterial(f"材料{n}", "电子证照", "证照库") for n in range(60)))

    drawn = texts(PdfPrinter().print(many))

    assert [text for text in drawn if text.startswith("材料") and text != "材料名称"] == [
        f"材料{n}" for n in range(60)
    ]


def test_a_character_the_font_lacks_is_named_and_never_printed_as_a_box() -> None:
    with pytest.raises(GlyphMissing) as refusal:
        PdfPrinter().print(replace(PAPER, confirmed_by="\U00020bb7\ue000某"))

    assert refusal.value.code_points == ("U+20BB7", "U+E000")


@pytest.mark.parametrize(
    "name", ["㛃", "䶮", "喆", "堃", "犇", "镕", "昇", "𬭎", "𬱖", "𫍯", "𫖯", "𬀩", "䜣", "𣲗"]
)
def test_rare_characters_of_names_are_in_the_font(name: str) -> None:
    assert f"确认人：{name}" in texts(PdfPrinter().print(replace(PAPER, confirmed_by=name)))


def test_the_metadata_name_the_form_and_the_office_and_nobody_else() -> None:
    pdf = PdfPrinter().print(PAPER)

    described = next(part.decode() for part in streams(pdf) if b"<x:xmpmeta" in part)
    assert "道路货物运输经营许可（延续）申请表" in described
    assert "某市行政审批服务局" in described
    assert "㛃䶮喆" not in described
    assert "某物流" not in described
    assert "㛃䶮喆".encode("utf-16-be") not in pdf


def test_markup_in_a_name_stays_text_in_the_metadata() -> None:
    pdf = PdfPrinter().print(replace(PAPER, office_name="甲<rdf:li>&乙"))

    assert any("甲&lt;rdf:li&gt;&amp;乙" in part.decode() for part in streams(pdf) if b"<x:xmpmeta" in part)


def test_invisible_characters_cannot_turn_the_reading_round() -> None:
    assert printable("甲\u202e乙\u200b丙\x07\r\n丁\t戊") == "甲乙丙\n丁 戊"


def test_a_line_begins_with_no_full_stop_and_breaks_no_number() -> None:
    assert wrap("甲乙丙，丁", 3, len) == ["甲乙", "丙，丁"]
    assert wrap("甲（乙丙", 2, len) == ["甲", "（乙", "丙"]
    assert wrap("号码123456", 7, len) == ["号码", "123456"]
    assert wrap("12345678", 3, len) == ["123", "456", "78"]
    assert wrap("", 3, len) == [""]
    assert wrap("甲\n乙", 3, len) == ["甲", "乙"]


def test_a_paper_does_not_show_its_person_in_a_log() -> None:
    assert "㛃䶮喆" not in f"{PAPER!r}{PAPER.sections[0].rows[0]!r}"


def test_a_confirmation_without_its_zone_is_no_confirmation() -> None:
    with pytest.raises(ValueError, match="time zone"):
        replace(PAPER, confirmed_at=datetime(2026, 11, 21, 2, 32))  # noqa: DTZ001 - the naive one is the point


def test_the_font_is_the_one_in_the_lock() -> None:
    folder = files("adapters.files") / "fonts"
    locked = [
        line.split()[:2] for line in (folder / "fonts.lock").read_text("utf-8").splitlines() if line[0] != "#"
    ]

    assert [[name, hashlib.sha256((folder / name).read_bytes()).hexdigest()] for name, _ in locked] == locked


STROKES = (((100, 300), (400, 320), (420, 380)), ((300, 200), (310, 800)), ((500, 500),))
SERVED = "窗口办理，经办人窗口丙（A-03窗口），有人陪同"


def test_signed_at_the_counter_it_shows_the_strokes_and_who_served() -> None:
    signed = replace(PAPER, signature=PaperSignature(STROKES, SERVED))

    plain, pdf = PdfPrinter().print(PAPER), PdfPrinter().print(signed)

    lines = [sum(part.count(b" l\n") for part in streams(one)) for one in (plain, pdf)]
    assert {"手写签名：", SERVED} <= set(texts(pdf))
    assert lines[1] - lines[0] == sum(len(stroke) - 1 for stroke in STROKES[:2]) + 1
    assert pdf == PdfPrinter().print(signed)


def test_a_signature_is_not_torn_from_its_row_at_the_foot_of_a_page() -> None:
    rows = tuple(PaperRow(f"第{n}项", "某区长江中路1号", "企业登记库") for n in range(60))
    for n in range(14, 22):
        paper = replace(PAPER, sections=(PaperSection("信息", rows[:n]),))

        pdf = PdfPrinter().print(replace(paper, signature=PaperSignature(STROKES, SERVED)))

        assert texts(pdf).count("手写签名：") == 1
