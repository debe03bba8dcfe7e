"""What a rule was given is read as people say it; no code of ours or of a register is shown to anybody."""

import re
from datetime import date

import pytest

from domain.catalogue.instant import KINDS, WORDS, Input, InputKind, Said, Value
from domain.usecases.instant_words import in_words
from tests.support.house import NOON


def read(asked: Input, value: Value, words: str = "") -> str:
    return in_words(asked, Said(value, "登记系统", NOON, words))


@pytest.mark.parametrize(
    ("asked", "value", "words"),
    [
        (Input.TODAY, date(2026, 11, 23), "2026年11月23日"),
        (Input.LICENCE_STATUS, "valid", "有效"),
        (Input.LICENCE_STATUS, "superseded", "已换发新证"),
        (Input.LICENCE_VALID_UNTIL, date(2027, 1, 20), "2027年1月20日"),
        (Input.LICENCE_VALID_UNTIL, date.max, "长期"),
        (Input.HOLDER_KIND, "民办非企业单位", "民办非企业单位"),
        (Input.HOLDER_KIND, "", "无"),
        (Input.REGISTER_STANDING, "active", "存续"),
        (Input.REGISTER_STANDING, "unknown", "状态待核实"),
        (Input.REGISTER_DIFFERING_COUNT, 0, "无"),
        (Input.REGISTER_DIFFERING_COUNT, 2, "2项不一致"),
        (Input.CHANGE_FIELDS, ("address", "name"), "名称、住所"),
        (Input.CHANGE_FIELDS, ("name", "responsible"), "名称、法定代表人（负责人）"),
        (Input.CHANGE_MOVE, "none", "无"),
        (Input.CHANGE_MOVE, "elsewhere", "搬到了别处"),
        (Input.DAYS_SINCE_CHANGE, 0, "0天"),
        (Input.ACTOR_CAPACITY, "法定代表人", "法定代表人"),
        (Input.DISPUTED_COUNT, 1, "1项"),
        (Input.OVERRIDDEN_COUNT, 0, "无"),
        (Input.MATERIALS_MISSING_COUNT, 3, "3份"),
        (Input.OLD_CERTIFICATE, "not-needed", "无需交回"),
    ],
)
def test_what_a_rule_was_given_is_read_in_chinese(asked: Input, value: Value, words: str) -> None:
    assert read(asked, value) == words


@pytest.mark.parametrize("asked", WORDS)
def test_no_word_of_a_closed_list_is_shown_as_its_code(asked: Input) -> None:
    for code in WORDS[asked]:
        value = (code,) if KINDS[asked] is InputKind.SET else code

        assert not re.search("[a-z]", read(asked, value))


def test_a_body_is_read_by_its_name_and_by_its_code_where_no_name_is_known() -> None:
    code = "11370285MB9990012C"

    assert read(Input.LICENCE_ISSUING_BODY, code, "莱西市行政审批局") == "莱西市行政审批局"
    assert read(Input.LICENCE_ISSUING_BODY, code) == code


@pytest.mark.parametrize("asked", Input)
def test_every_input_there_is_can_be_read(asked: Input) -> None:
    value: dict[InputKind, Value] = {
        InputKind.TEXT: "一个词",
        InputKind.DATE: date(2026, 11, 23),
        InputKind.INT: 1,
        InputKind.SET: ("name",),
    }

    assert read(asked, value[KINDS[asked]])
