"""What the notices of the sandbox town and of the mini-program say of every item there is."""

from string import Template

import pytest

from adapters.sandbox.aliyun_sms_rules import LINK, VARIABLE
from adapters.sandbox.town_accounts import CASE, CHANGED, CODE, INVITE, WECHAT_KEYS
from adapters.wechat.values import THING_LONGEST, fitting
from bff.compose.wechat import notice_templates
from domain.catalogue.item import Item, Kind
from domain.catalogue.rule import Event
from domain.usecases.tell_holder import HAPPENED
from tests.adapters.test_pilot_items import catalogue

TEMPLATES = notice_templates("template-of-the-console")
ITEMS = tuple(catalogue().values())
EXPIRING = tuple(item for item in ITEMS if item.rule.event is Event.EXPIRY)


def line(template: str, key: str, **values: str) -> tuple[str, str]:
    """What stands before it, and the text as the platform gets it."""
    [wanted] = [one for one in TEMPLATES[template].fields if one.key == key]
    text = fitting(key, Template(wanted.text).substitute(values))
    assert text is not None
    return wanted.label, text


def test_the_office_fills_exactly_what_the_console_has() -> None:
    for template in TEMPLATES.values():
        assert tuple(one.key for one in template.fields) == WECHAT_KEYS


@pytest.mark.parametrize("item", EXPIRING, ids=lambda item: item.code)
def test_a_licence_that_ends_is_named_whole_and_what_to_do_with_it(item: Item) -> None:
    label, text = line("renewal-due", "thing2", item=item.licence_type)

    assert (label, text) == ("事项", f"{item.licence_type}到期办理")


def test_of_the_longest_licence_there_is_its_name_and_that_it_ends_survive() -> None:
    longest = max((item.licence_type for item in ITEMS), key=len)

    _, text = line("renewal-due", "thing2", item=longest)

    assert len(text) <= THING_LONGEST
    assert text.startswith(f"{longest}到期")


def test_a_change_is_told_by_how_many_things_are_to_be_done_whatever_their_kind() -> None:
    assert line("registration-changed", "thing2", n="3") == ("事项", "3项证照手续待办")
    assert "有${n}项证照手续需要办理" in CHANGED.text


def test_whoever_is_meant_is_called_the_holder_and_never_the_office() -> None:
    assert line("renewal-due", "thing1", org="莱西市晨光艺术培训学校")[0] == "主体名称"


def test_a_text_promises_no_new_certificate_where_an_extension_is_applied_for() -> None:
    assert Kind.EXTENSION in {item.kind for item in EXPIRING}
    assert "申请办理" in INVITE.text
    assert "换发" not in INVITE.text


def test_one_text_says_all_that_happens_in_a_running_matter_and_leads_nowhere_by_a_link() -> None:
    assert set(VARIABLE.findall(CASE.text)) == {"item", "what", "day", "code"}
    assert "本短信不含链接" in CASE.text
    assert "12345" in CASE.text
    assert LINK.search(CASE.text) is None


def test_a_code_goes_out_as_a_verification_code_says_how_long_it_lasts_and_that_nobody_asks_for_it() -> None:
    assert CODE.kind == "otp"  # counted apart by the vendor, and sent at night
    assert VARIABLE.findall(CODE.text) == ["code"]
    assert "五分钟" in CODE.text
    assert "不要告诉任何人" in CODE.text
    assert LINK.search(CODE.text) is None


@pytest.mark.parametrize("template", HAPPENED)
def test_what_happened_fits_whole_into_a_line_of_the_mini_program(template: str) -> None:
    what = HAPPENED[template]

    assert line(template, "thing4", what=what) == ("提示", what)
