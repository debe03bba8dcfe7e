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
from tests.support.catalogue import shipped

ITEMS = Path(domain.catalogue.__path__[0]) / "items"
RENEWAL = ITEMS / "15-minban-certificate-renewal.toml"
CODE = ItemCode("wg-15-minban-renewal")
TASK_CODE, TASK_KEY = "11370283MB9990020A4370199999901", "issuing_bodies[2].task_code"
ABOLISHED = '[abolished_by]\ntitle = "某条例"\ndocument = "国务院令第1号"\nin_force_from = 2021-04-15\n\n'
INSTANT = (
    '[instant_authorisation]\ndocument = "某文件"\nversion = 1\n\n'
    '[[instant_authorisation.rules]]\nid = "a"\nfield = "form.disputed_count"\nop = "at_most"\nvalue = 0\n'
    'words = "没有错证登记"\n\n'
)


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
        (
            '["pickup", "self_post", "counter", "lost_declaration"]',
            '["pickup", "pickup"]',
            "old_certificate.return_modes",
            "twice",
        ),
        ('    "timing",', '    "timming",', "unconfirmed", "timming"),
        ("[[legal_basis]]\n", "[[old_basis]]\n", "old_basis", "not known"),
        (TASK_CODE, TASK_CODE.replace("A4", "A3"), TASK_KEY, "level"),
        (TASK_CODE, TASK_CODE.replace("A43701", "A43799"), TASK_KEY, "item type"),
        (f'task_code = "{TASK_CODE}"', 'task_code = " "', TASK_KEY, "empty"),
        (
            "pieces_from_register = true",
            'pieces_from_register = "yes"',
            "old_certificate.pieces_from_register",
            "",
        ),
        ("originals,", "original,", "rule.sql", "line 8, column 5"),
        (
            'event = "expiry"',
            'event = "expiry"\nnot_moved_only = true',
            "rule.not_moved_only",
            "event change",
        ),
        ("FROM licences", "FROM changes", "rule.sql", "event expiry goes with licences"),
        ('status = "live"', 'status = "cancelled"', "abolished_by", "names the act"),
        ("[rule]", f"{ABOLISHED}[rule]", "status", "only be cancelled"),
        ("[guide]", "[guides]", "guide", "is missing"),
        ('synonyms = ["民非", ', 'synonyms = ["民非", "民非", ', "synonyms", "twice"),
        (
            'source_field = "funds_fen"',
            'source_field = "funds"',
            "fields[6].source_field",
            "funds is nothing",
        ),
        (
            'source_field = "number"',
            'source_field = "uscc"',
            "fields[8].source_field",
            "nothing licence says",
        ),
        ('source_field = "uscc"', 'source_field = "number"', "fields[2].source_field", "natural person"),
        ('["民办非企业单位"]', '["自然人"]', "fields[2].source_field", "organisation"),
        (
            'document_class = "决定文书"\ncarrier = "ems"',
            'document_class = "决定文书"\ncarrier = "sf"',
            "carriers[2].carrier",
            "邮政法",
        ),
        (
            'resulting_licence_type = "民办非企业单位登记证书"',
            'resulting_licence_type = "别的证书"',
            "resulting_licence_type",
            "another type",
        ),
        ('    "timing",', '    "timing",\n    "instant_authorisation",', "unconfirmed", "says nothing"),
    ],
)
def test_keys_that_contradict_each_other_are_named(
    tmp_path: Path, old: str, new: str, key: str, words: str
) -> None:
    with_changes(tmp_path, (old, new))

    found = problems(tmp_path)

    assert any(where == key and words in what for where, what in found), found


@pytest.mark.parametrize(
    ("authorisation", "key", "words"),
    [
        (INSTANT.replace("at_most", "one_of"), "rules[1]", "does not fit"),
        (INSTANT.replace("value = 0", 'value = ["0"]'), "rules[1]", "takes a whole number"),
        (INSTANT.replace("form.disputed_count", "form.mood"), "rules[1].field", "form.mood"),
        (INSTANT.partition("[[")[0] + "rules = []\n", "rules", "is empty"),
    ],
)
def test_an_authorisation_nobody_could_decide_by_is_named(
    tmp_path: Path, authorisation: str, key: str, words: str
) -> None:
    with_changes(tmp_path, ("[rule]", f"{authorisation}[rule]"))

    found = problems(tmp_path)

    assert any(where == f"instant_authorisation.{key}" and words in what for where, what in found), found


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        (
            'notice_template = "renewal-due"',
            'notice_template = "renewal-dew"',
            "notice_template",
            "it is renewal-due or registration-changed",
        ),
        ('promise_text = "truthfulness-1"', 'promise_text = "truthfulness-2"', "promise_text", "not known"),
        ('approval_route = "city"', 'approval_route = "province"', "approval_route", "it is city"),
        (
            'document_class = "证照"\ncarrier = "ems"',
            'document_class = "证照"\ncarrier = "pigeon"',
            "carriers[1].carrier",
            "it is ems or shunfeng",
        ),
        ("face_needed = true", "face_needed = false", "face_needed", "not honoured yet"),
        (
            "pieces_from_register = true",
            "pieces_from_register = false",
            "old_certificate.pieces_from_register",
            "not honoured yet",
        ),
    ],
)
def test_what_the_house_does_not_know_or_honour_is_named(
    tmp_path: Path, old: str, new: str, key: str, words: str
) -> None:
    with_changes(tmp_path, (old, new))

    [(where, what)] = problems(tmp_path)

    assert where == key
    assert words in what


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
