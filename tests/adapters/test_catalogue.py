"""The catalogue out of TOML: all that is wrong in all files is said at once."""

from datetime import date
from pathlib import Path

import pytest

import domain.catalogue
from adapters.analysis.sql_lint import lint
from adapters.catalogue.toml_items import CatalogueProblems, TomlCatalogue
from adapters.sandbox.city import city
from domain.catalogue.item import Item
from domain.catalogue.paperwork import CertificatePolicy
from domain.catalogue.ports import Catalogue, ItemUnknown
from domain.kernel.ids import ItemCode

ITEMS = Path(domain.catalogue.__path__[0]) / "items"
RENEWAL = ITEMS / "15-minban-certificate-renewal.toml"
CODE = ItemCode("wg-15-minban-renewal")


def problems(folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(CatalogueProblems) as refused:
        TomlCatalogue.load(folder, lint=lint)
    return [(problem.key, problem.what) for problem in refused.value.problems]


def with_changes(folder: Path, *changes: tuple[str, str], name: str = "15.toml") -> Path:
    text = RENEWAL.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def item_15() -> Item:
    catalogue: Catalogue = TomlCatalogue.load(ITEMS, lint=lint)
    return catalogue.get(CODE)


def test_the_catalogue_of_the_house_is_sound() -> None:
    catalogue = TomlCatalogue.load(ITEMS, lint=lint)

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
    assert not item.may_notify_outside_sandbox


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
        TomlCatalogue.load(ITEMS).get(ItemCode("wg-99"))


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


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ('code = "wg-15-minban-renewal"', 'code = "WG 15"', "code", "hyphens"),
        ('kind = "换发"', 'kind = "变更"', "rule.event", "does not fit"),
        ('event = "expiry"', 'event = "change"', "timing", "apply_before_days"),
        ("apply_before_days = 30", "apply_before_days = -1", "timing", "from 0"),
        ("apply_before_days = 30\n", "", "timing", "exactly one"),
        ('key = "uscc"', 'key = "address"', "fields", "address twice"),
        ('key = "uscc"', 'key = "信用代码"', "fields[2].key", "lower-case"),
        ('source = "generated"', 'source = "shared"', "materials", "generated"),
        ('document_class = "证照"', 'document_class = "决定文书"', "carriers", "证照"),
        ('["pickup", "lost_declaration"]', '["pickup", "pickup"]', "old_certificate.return_modes", "twice"),
        ('    "timing",', '    "timming",', "unconfirmed", "timming"),
        ("[[legal_basis]]\n", "[[old_basis]]\n", "old_basis", "not known"),
        (
            "11370283MB9990020A4370199999901",
            "11370283MB9990020A3370199999901",
            "issuing_bodies[2].task_code",
            "level",
        ),
        (
            "11370283MB9990020A4370199999901",
            "11370283MB9990020A4379999999901",
            "issuing_bodies[2].task_code",
            "item type",
        ),
        (
            'task_code = "11370283MB9990020A4370199999901"',
            'task_code = " "',
            "issuing_bodies[2].task_code",
            "empty",
        ),
        (
            "pieces_from_register = true",
            'pieces_from_register = "yes"',
            "old_certificate.pieces_from_register",
            "",
        ),
        ("originals,", "original,", "rule.sql", "line 8, column 5"),
    ],
)
def test_keys_that_contradict_each_other_are_named(
    tmp_path: Path, old: str, new: str, key: str, words: str
) -> None:
    with_changes(tmp_path, (old, new))

    found = problems(tmp_path)

    assert any(where == key and words in what for where, what in found), found


def test_a_body_without_its_task_code_has_to_stand_in_unconfirmed(tmp_path: Path) -> None:
    with_changes(
        tmp_path,
        ('task_code = "11370283MB9990020A4370199999901"\n', ""),
        ('    "issuing_bodies.task_code",\n', ""),
    )

    assert problems(tmp_path) == [("issuing_bodies", "task_code is missing and not named in unconfirmed")]


def test_two_files_do_not_share_a_code_or_a_rule(tmp_path: Path) -> None:
    with_changes(tmp_path, name="15.toml")
    with_changes(tmp_path, name="16.toml")

    assert [key for key, _ in problems(tmp_path)] == ["code", "rule.id"]


def test_a_cancelled_item_is_known_but_never_live(tmp_path: Path) -> None:
    with_changes(tmp_path, ('status = "live"', 'status = "cancelled"'))

    catalogue = TomlCatalogue.load(tmp_path, lint=lint)

    assert catalogue.live() == ()
    assert catalogue.get(CODE).name == "民办非企业单位登记证书到期换发"


def test_a_folder_without_items_is_a_problem_and_not_an_empty_catalogue(tmp_path: Path) -> None:
    assert problems(tmp_path) == [("folder", "holds no *.toml")]
