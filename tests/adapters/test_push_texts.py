"""What a push says lies open on a locked phone: nobody's data, no link, no threat; and what to open."""

import re

import pytest

from adapters.push.emas import EmasApp, EmasPush, PushText
from bff.compose.pushing import TEXTS
from domain.invitations.subscription import TEMPLATES
from domain.usecases.tell_holder import HAPPENED

ALL = (*TEMPLATES, *HAPPENED)
OF_SOMEBODY = re.compile(r"[$＄{}]|\d|https?:|www\.|[A-Za-z]")
FRIGHTENING = ("撤销", "处罚", "违法", "逾期", "最后", "立即", "元", "费用", "停")


def test_every_notice_has_a_text_for_the_app() -> None:
    assert set(TEXTS) == set(ALL)


@pytest.mark.parametrize("template", ALL)
def test_a_push_says_that_something_is_due_and_what_to_open_and_nothing_of_anybody(template: str) -> None:
    text = TEXTS[template]
    said = f"{text.title}{text.body}"

    assert OF_SOMEBODY.search(said) is None
    assert text.body.endswith("请打开掌上办查看。")
    assert not [word for word in FRIGHTENING if word in said]
    assert len(text.title) <= 20  # more is cut on most phones


def test_what_happened_in_a_matter_reads_the_same_whatever_it_was() -> None:
    """A revocation and an answered question look alike to whoever stands by."""
    assert len({TEXTS[template] for template in HAPPENED}) == 1


@pytest.mark.parametrize(("title", "body"), [("长" * 67, "短"), ("您好，${org}", "短"), ("短", "长" * 400)])
def test_a_text_with_a_variable_or_too_long_is_no_push(title: str, body: str) -> None:
    with pytest.raises(ValueError, match="push"):
        PushText(title, body)


def test_the_wording_is_title_and_text_whatever_the_values(clockless: EmasPush) -> None:
    assert clockless.wording("a", {"org": "莱西市虚构学校"}) == "标题\n正文"


@pytest.fixture
def clockless() -> EmasPush:
    """Asked for words only."""
    return EmasPush(
        product=None,  # type: ignore[arg-type] # nothing is sent
        app=EmasApp({}, ""),
        texts={"a": PushText("标题", "正文")},
        clock=lambda: pytest.fail("nobody asked for the time"),
    )
