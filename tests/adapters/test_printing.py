"""Printing happens beside the loop, and knows its own trouble."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.files.printing import print_paper
from domain.forms.paper import ApplicationPaper, GlyphMissing

PAPER = ApplicationPaper(
    item_name="民办非企业单位登记证书到期换发",
    office_name="莱西市行政审批局",
    applicant=(("单位名称", "莱西市晨光艺术培训学校（虚构）"),),
    sections=(),
    materials=(),
    promise="本人承诺所提供的信息真实。",
    confirmed_by="甲子",
    confirmed_at=datetime(2026, 11, 23, 4, tzinfo=UTC),
)


async def test_a_form_printed_again_is_the_same_bytes() -> None:
    first, second = await print_paper(PAPER), await print_paper(PAPER)

    assert first.startswith(b"%PDF")
    assert first == second


async def test_a_character_the_font_lacks_is_named() -> None:
    rare = replace(PAPER, confirmed_by="\U00020bb7")

    with pytest.raises(GlyphMissing):
        await print_paper(rare)
