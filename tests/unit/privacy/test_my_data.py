"""A copy of one's data, an erasure and what goes by itself: rules that need no database."""

import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from adapters.postgres.erasable_rows import WHICH
from adapters.postgres.expiry_rows import PLACES
from domain.kernel.ids import DataExportId, PartyId
from domain.kernel.refusals import StepNotAllowed
from domain.privacy.erasure import PERSONAL, Family, Going, Kept, Preview, Stay, families
from domain.privacy.export import (
    KEPT,
    DataExport,
    DataExportEnded,
    DataExportNotReady,
    Enclosed,
    Holding,
    Section,
    pack,
)
from domain.privacy.retention import ACCESSES, HALF_A_YEAR, RULES, Rule, rules
from domain.privacy.stays import always

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
KEPT_CASE = Kept(Stay.CASE, "办件「茶馆」", "档案法", "保管期满", date(2036, 12, 31))


def an_export() -> DataExport:
    party = PartyId(UUID(int=1))
    return DataExport(DataExportId(UUID(int=2)), party, party, NOON)


def test_a_copy_is_there_for_seven_days_to_the_second() -> None:
    export = an_export()
    with pytest.raises(DataExportNotReady):
        export.require_file(NOON)

    export.record_ready(b"file", NOON)

    export.require_file(NOON + KEPT - timedelta(seconds=1))
    with pytest.raises(DataExportEnded):
        export.require_file(NOON + KEPT)


def test_a_copy_is_put_together_once() -> None:
    export = an_export()
    export.record_ready(b"file", NOON)

    with pytest.raises(StepNotAllowed):
        export.record_ready(b"another", NOON)


def test_the_file_names_its_kinds_in_chinese_and_what_it_leaves_out() -> None:
    sections = (Section("phones", "登录手机号", ({"phone": "19900000101"},)),)
    files = (Enclosed("documents/001-decision.pdf", b"%PDF"), Enclosed("materials/001-plan.pdf", None))

    file = pack(Holding(sections, files), NOON)

    with zipfile.ZipFile(io.BytesIO(file)) as opened:
        assert opened.namelist() == ["请先读我.txt", "data.json", "files/documents/001-decision.pdf"]
        readme, told = opened.read("请先读我.txt").decode(), json.loads(opened.read("data.json"))
    assert "登录手机号，1 条" in readme
    assert "另有 1 个文件因体积较大没有放入" in readme
    assert told["filesLeftOut"] == ["materials/001-plan.pdf"]
    assert told["sections"][0]["rows"] == [{"phone": "19900000101"}]


def test_the_same_rows_give_the_same_file() -> None:
    holding = Holding((Section("phones", "登录手机号", ()),))

    assert pack(holding, NOON) == pack(holding, NOON)


def test_who_agrees_agrees_to_words_days_and_grounds_and_not_to_numbers_of_rows() -> None:
    shown = Preview((Going(Family.PHONES, 1),), (KEPT_CASE,))

    assert Preview((Going(Family.PHONES, 2),), (KEPT_CASE,)).digest == shown.digest
    for other in (
        Preview((Going(Family.WECHAT, 1),), (KEPT_CASE,)),
        Preview((Going(Family.PHONES, 1),), ()),
        Preview(
            (Going(Family.PHONES, 1),),
            (Kept(Stay.CASE, "办件「茶馆」", "档案法", "保管期满", date(2037, 12, 31)),),
        ),
    ):
        assert other.digest != shown.digest


def test_an_organisation_has_nothing_of_what_is_a_persons_alone() -> None:
    assert set(families(is_person=False)) == set(Family) - PERSONAL
    assert families(is_person=True) == tuple(Family)


def test_whoever_finds_others_goes_after_them() -> None:
    order = list(Family)

    assert order.index(Family.SUBSCRIPTIONS) < order.index(Family.WECHAT)  # found by its accounts
    assert order.index(Family.CALLS) < order.index(Family.PHONES)  # found by its numbers
    assert max(order.index(Family.WECHAT), order.index(Family.PHONES)) < order.index(Family.SESSIONS)


def test_every_family_has_words_and_rows() -> None:
    assert set(WHICH) == set(Family)
    assert all(family.words for family in Family)


def test_every_rule_has_its_rows_and_every_rows_their_rule() -> None:
    assert {one.place for one in rules(10)} == set(PLACES) | {ACCESSES}
    assert len({one.place for one in rules(10)}) == len(rules(10))


def test_what_stays_is_told_with_its_ground_and_promises_no_day_that_nothing_keeps() -> None:
    told = always(is_person=True, evidence_years=10, log_days=200)
    when = {one.stay: one.when for one in told}

    assert all(one.what and one.basis and one.when for one in told)
    assert when[Stay.IDENTITY] == "档案期满后按销毁清册处理"  # by hand: no rule removes it
    assert when[Stay.EVIDENCE] == "办结且保存满 10 年，且不早于档案期满"
    assert "每天的日志满 200 天" in {one.when for one in told}


def test_an_organisation_is_told_of_nothing_that_is_a_persons_alone() -> None:
    told = always(is_person=False, evidence_years=10, log_days=183)

    assert Stay.CHECKS not in {one.stay for one in told}
    assert "未读的安全提醒" not in {one.what for one in told}


def test_a_rule_below_its_floor_is_none() -> None:
    with pytest.raises(ValueError, match="sessions: kept shorter than 183 days"):
        Rule("sessions", timedelta(days=100), "…", floor=HALF_A_YEAR)


def test_what_the_law_calls_a_log_is_kept_half_a_year_at_least() -> None:
    logged = [one for one in RULES if "日志" in one.basis]

    assert logged
    assert all(one.after >= one.floor == HALF_A_YEAR for one in logged)
    assert all(one.basis for one in rules(10))
