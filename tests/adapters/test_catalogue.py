"""The catalogue out of TOML: all that is wrong in all files is said at once."""

from datetime import date
from pathlib import Path

import pytest

from adapters.analysis.sql_lint import lint
from adapters.catalogue.toml_items import CatalogueProblems, TomlCatalogue
from adapters.sandbox.city import city
from domain.catalogue.item import Item
from domain.catalogue.paperwork import CertificatePolicy
from domain.catalogue.ports import Catalogue, ItemUnknown
from domain.kernel.ids import ItemCode
from tests.adapters.item_files import (
    ABOLISHED,
    CODE,
    ITEMS,
    TASK_CODE,
    problems,
    with_changes,
)
from tests.support.catalogue import shipped


def item_15() -> Item:
    catalogue: Catalogue = shipped()
    return catalogue.get(CODE)


def test_the_catalogue_of_the_house_is_sound() -> None:
    catalogue = shipped()

    assert CODE in [item.code for item in catalogue.live()]


def test_item_15_is_found_for_the_three_bodies_of_the_pilot_and_no_other() -> None:
    item = item_15()

    assert [body.name for body in item.issuing_bodies] == [
        "莱西市行政审批局",
        "平度市行政审批局",
        "青岛市行政审批局",
    ]
    assert not item.covers("11370215MB9990039P")  # 即墨
    assert item.last_day_to_apply(date(2027, 1, 20)) == date(2026, 12, 21)
    assert item.old_certificate.policy is CertificatePolicy.BEFORE_DECISION


def test_item_15_tells_nobody_outside_the_sandbox_until_the_city_confirms_it() -> None:
    item = item_15()

    assert "issuing_bodies.code" in item.unconfirmed
    assert not item.is_offered(date(2026, 11, 21), in_sandbox=False)


def test_item_15_names_the_bodies_of_the_sandbox_city_until_it_has_real_ones() -> None:
    published = {
        (task.body.name, task.body.uscc, task.code)
        for task in city(date(2026, 11, 21)).tasks
        if task.name == "民办非企业单位登记证书到期换发"
    }

    bodies = {(body.name, body.code, body.task_code) for body in item_15().issuing_bodies}

    assert bodies < published


def test_an_unknown_item_is_refused_by_name() -> None:
    with pytest.raises(ItemUnknown):
        shipped().get(ItemCode("wg-99"))


def test_everything_wrong_in_one_file_is_said_at_once(tmp_path: Path) -> None:
    with_changes(
        tmp_path,
        ('name = "民办非企业单位登记证书到期换发"', "name = 15"),
        ('status = "live"', 'status = "alive"'),
        ("face_needed = true", "face_neded = true"),
        ('kind = "phone"', 'kind = "mobile"'),
        ('code = "11370285MB9990012C"', 'code = "11370285MB9990012D"'),
        ("level = 3", "level = 8"),
        ("FROM licences", "FROM read_csv('/etc/passwd')"),
        ("in_force_from = 1998-10-25", 'in_force_from = "25 October"'),
        ('{ n = 20, unit = "工作日" } # 没有', '{ n = 21, unit = "工作日" } # 没有'),
    )

    assert sorted(key for key, _ in problems(tmp_path)) == [
        "face_neded",
        "face_needed",
        "fields[10].kind",
        "issuing_bodies[1].code",
        "issuing_bodies[1].task_code",
        "issuing_bodies[3].level",
        "issuing_bodies[3].task_code",
        "legal_basis[1].in_force_from",
        "name",
        "rule.sql",
        "rule.sql",
        "status",
        "timing",
    ]


def test_every_file_is_read_before_anything_is_said(tmp_path: Path) -> None:
    with_changes(tmp_path, ("version = 1", 'version = "1"'), name="a.toml")
    with_changes(tmp_path, ("locked = true", "locked = 1"), name="b.toml")
    (tmp_path / "c.toml").write_text("code = ", encoding="utf-8")

    with pytest.raises(CatalogueProblems) as refused:
        TomlCatalogue.load(tmp_path)

    assert [(problem.file, problem.key) for problem in refused.value.problems] == [
        ("a.toml", "version"),
        ("b.toml", "fields[1].locked"),
        ("c.toml", "file"),
    ]
    assert str(refused.value).count("\n") == 2


def test_a_blank_left_for_the_city_has_to_stand_in_unconfirmed(tmp_path: Path) -> None:
    with_changes(
        tmp_path,
        ('    "guide",\n', ""),
        ('label = "单位名称"', 'label = "待城市填写"'),
        ('    "fields",\n', ""),
    )

    assert [key for key, what in problems(tmp_path) if "not named in unconfirmed" in what] == [
        "fields[1].label",
        "guide.where",
    ]


def test_nobody_confirms_everything_while_a_blank_is_left(tmp_path: Path) -> None:
    text = (ITEMS / "01-construction-change.toml").read_text(encoding="utf-8")
    until_then, _, rest = text.partition("unconfirmed = [")
    confirmed = until_then + "unconfirmed = []" + rest.partition("]")[2]
    (tmp_path / "01.toml").write_text(confirmed, encoding="utf-8")

    assert [key for key, _ in problems(tmp_path)] == ["instant_authorisation.document", "guide.where"]


def test_a_value_of_the_wrong_type_hides_nothing_else_that_is_wrong(tmp_path: Path) -> None:
    with_changes(
        tmp_path,
        ('id = "minban-certificate-expiry"\nversion = 1', 'id = "minban-certificate-expiry"\nversion = "1"'),
        ("FROM licences", "FROM read_csv('/etc/passwd')"),
        ('approval_route = "city"', 'approval_route = "province"'),
        ('source = "generated"', 'source = "shared"'),
        ('["pickup", "self_post", "counter", "lost_declaration"]', '["pickup", "pickup"]'),
    )

    found = problems(tmp_path)

    assert {key for key, _ in found} == {
        "rule.version",
        "rule.sql",
        "approval_route",
        "materials",
        "old_certificate.return_modes",
    }


def test_what_depends_on_an_unreadable_key_is_not_guessed(tmp_path: Path) -> None:
    with_changes(
        tmp_path, ('status = "live"', 'status = "alive"'), ("holder_kinds = [", "holder_kinds = [1, ")
    )

    assert [key for key, _ in problems(tmp_path)] == ["status", "holder_kinds[1]"]


def test_a_body_without_its_task_code_has_to_stand_in_unconfirmed(tmp_path: Path) -> None:
    with_changes(
        tmp_path,
        (f'task_code = "{TASK_CODE}"\n', ""),
        ('    "issuing_bodies.task_code",\n', ""),
    )

    assert problems(tmp_path) == [("issuing_bodies", "task_code is missing and not named in unconfirmed")]


def test_two_files_do_not_share_a_code_a_rule_or_a_task(tmp_path: Path) -> None:
    with_changes(tmp_path, name="15.toml")
    with_changes(tmp_path, name="16.toml")

    assert [key for key, _ in problems(tmp_path)] == ["code", "rule.id", *["issuing_bodies.task_code"] * 3]


def test_a_cancelled_item_is_known_but_never_live(tmp_path: Path) -> None:
    with_changes(tmp_path, ('status = "live"', 'status = "cancelled"'), ("[rule]", f"{ABOLISHED}[rule]"))

    catalogue = TomlCatalogue.load(tmp_path, lint=lint)

    assert catalogue.live() == ()
    assert catalogue.get(CODE).name == "民办非企业单位登记证书到期换发"


def test_a_folder_without_items_is_a_problem_and_not_an_empty_catalogue(tmp_path: Path) -> None:
    assert problems(tmp_path) == [("folder", "holds no *.toml")]
