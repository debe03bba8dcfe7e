"""The mini-program shell (static/miniprogram) as it lies: whole, small, nobody's, true to the contract."""

import json
import re
from pathlib import Path

import pytest
import yaml

from bff.ops.assets import Shelf
from domain.identity.web_view import PATHS, leads_somewhere
from domain.invitations.mini_program_link import MATTER_PAGE, START_PAGE

ROOT = Path(__file__).parents[2]
SHELL = ROOT / "static" / "miniprogram"
MOST_BYTES = 200 * 1024  # WeChat takes 2 MB; this is a shell
PARTS = (".js", ".json", ".wxml", ".wxss")
CHINESE = re.compile(r"[\u3400-\u9fff\uff00-\uffef]")
COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.DOTALL)
TAG = re.compile(r"<([a-z-]+)((?:\s+[\w:-]+(?:=\"[^\"]*\")?)*)\s*(/?)>")
ATTRIBUTE = re.compile(r"([\w:-]+)=\"([^\"]*)\"")
BINDING = re.compile(r"bind:?(\w+)=\"(\w+)\"")
WORD = re.compile(r"^    (?:\"([\w-]+)\"|(\w+)): \[(\".*\"), (\".*\")\],$", re.MULTILINE)
AREA = re.compile(r"^  (\w+): \{$(.*?)^  \},$", re.MULTILINE | re.DOTALL)


def _text(name: str) -> str:
    return (SHELL / name).read_text("utf-8")


def _code(path: Path) -> str:
    """Without its comments, which name things in Chinese."""
    return COMMENT.sub("", path.read_text("utf-8"))


def _camel(key: str) -> str:
    return re.sub(r"-(\w)", lambda found: found[1].upper(), key)


PAGES: list[str] = json.loads(_text("app.json"))["pages"]
COMPONENTS = ["components/problem-note/problem-note"]
VIEWS = [*PAGES, *COMPONENTS]


@pytest.fixture(scope="module")
def words() -> dict[str, dict[str, tuple[str, str]]]:
    """Area, key, and what it says in both languages."""
    return {
        area: {one[1] or one[2]: (json.loads(one[3]), json.loads(one[4])) for one in WORD.finditer(body)}
        for area, body in AREA.findall(_text("lib/words.js"))
    }


def test_every_page_has_its_four_files_and_no_other_lies_about() -> None:
    there = {path.relative_to(SHELL).with_suffix("").as_posix() for path in SHELL.glob("pages/*/*")}

    missing = [f"{view}{part}" for view in VIEWS for part in PARTS if not (SHELL / f"{view}{part}").is_file()]
    assert missing == []
    assert sorted(there) == sorted(PAGES)


def test_links_and_notices_open_pages_that_are_there() -> None:
    assert {START_PAGE, MATTER_PAGE} <= set(PAGES)
    assert json.loads(_text("app.json"))["entryPagePath"] == START_PAGE


def test_every_component_used_is_named_by_its_page() -> None:
    for view in VIEWS:
        used = {tag for tag, *_ in TAG.findall(_text(f"{view}.wxml")) if tag == "problem-note"}
        named = json.loads(_text(f"{view}.json"))["usingComponents"]
        assert used <= set(named), view
        assert all((SHELL / f"{path.lstrip('/')}.js").is_file() for path in named.values()), view


def test_the_project_is_nobodys_and_names_no_office_of_anybodys() -> None:
    project = json.loads(_text("project.config.json"))
    everything = "\n".join(path.read_text("utf-8") for path in SHELL.rglob("*") if path.is_file())

    assert project["appid"] == "touristappid"
    assert not list(SHELL.rglob("project.private.config.json"))
    assert re.findall(r"\bwx[0-9a-f]{16}\b", everything) == []
    assert re.findall(r'(\w+): "(\w*)",\n', _text("lib/config.js")) == [("trial", ""), ("release", "")]
    addresses = re.findall(r"https?://([\w.-]+)", "\n".join(_code(path) for path in SHELL.rglob("*.js")))
    assert set(addresses) == {"127.0.0.1"}


def test_it_stays_small_and_holds_nothing_but_its_own_files() -> None:
    files = [path for path in SHELL.rglob("*") if path.is_file()]

    assert sum(path.stat().st_size for path in files) < MOST_BYTES
    assert {path.suffix for path in files} <= {*PARTS, ".md"}


def test_browsers_are_served_none_of_it() -> None:
    assert not [name for name in Shelf.of(ROOT / "static").files if name.startswith("miniprogram/")]


def test_every_operation_it_calls_is_in_the_contract() -> None:
    told = yaml.load((ROOT / "openapi.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)["paths"]
    contract = {(method.upper(), re.sub(r"\{\w+\}", "{}", path)) for path in told for method in told[path]}
    code = _text("lib/api.js").replace("${E}", "/v1/enterprise").replace("`", '"') + _text("lib/session.js")
    plain = re.sub(r"\$\{one\(\w+\)\}", "{}", code)

    asked = {
        (method or "POST", path)
        for method, path in re.findall(
            r"(?:(?:ask|exchange)\(\"(\w+)\", |\bact\()\"(/v1/[\w/{}-]+)[?\"]", plain
        )
    }

    assert len(asked) >= len(PAGES)
    assert sorted(asked - contract) == []


def test_each_page_of_the_h5_it_leads_to_takes_a_ticket_or_is_there_for_everybody() -> None:
    code = "\n".join(_code(path) for path in SHELL.rglob("*.js"))
    named = set(re.findall(r'paths\.web\("([^"]+)"\)', code))
    built = set(re.findall(r"`(/(?:matters|cases)/\$\{[\w.]+\})`", code))
    public = {"/items", "/appointment"}

    assert {"/", "/wallet"} <= named
    assert built
    whole = {
        re.sub(r"\$\{[\w.]+\}", f"{'mtr' if 'matters' in one else 'case'}_{'0' * 26}", one) for one in built
    }
    assert [one for one in (named - public) | whole if not leads_somewhere(one)] == []


def _shapes(pattern: str, at: int = 0) -> tuple[set[str], int]:
    """Every text a pattern of plain letters, (?:…|…) and ? stands for, up to its end or the group's."""
    told: set[str] = set()
    line = {""}
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            told, line, at = told | line, {""}, at + 1
            continue
        if pattern.startswith("(?:", at):
            inner, at = _shapes(pattern, at + 3)
            at += 1
        else:
            inner, at = {pattern[at]}, at + 1
        if pattern[at : at + 1] == "?":
            inner, at = inner | {""}, at + 1
        line = {before + after for before in line for after in inner}
    return told | line, at


def test_its_list_of_the_h5s_pages_is_the_offices_own() -> None:
    code = _text("lib/paths.js")
    [one_id] = re.findall(r'const ID = "([^"]+)";', code)
    [asked] = re.findall(r"WITH_TICKET = new RegExp\((.*?)\n\);", code, re.DOTALL)
    [public] = re.findall(r"FOR_EVERYBODY = /\^(.*)\$/;", code)
    with_ticket = "".join(re.findall(r'["`]([^"`]*)["`]', asked)).removeprefix("^").removesuffix("$")

    own = (
        f"{with_ticket}|{public}".replace("${ID}", "ID")
        .replace("\\/", "/")
        .replace("[a-z0-9-]{1,64}", "CODE")
    )
    offices = PATHS.pattern.replace(one_id, "ID").replace("[a-z0-9-]{1,64}", "CODE")

    assert {"/", "/items/CODE", "/cases/ID/form"} <= _shapes(own)[0]
    assert _shapes(own)[0] == _shapes(offices)[0]


def test_every_word_is_said_in_both_languages_and_every_gap_is_in_both(
    words: dict[str, dict[str, tuple[str, str]]],
) -> None:
    told = [(area, key, *both) for area, keys in words.items() for key, both in keys.items()]

    assert len(told) == _text("lib/words.js").count('", "')
    assert [one for one in told if not CHINESE.search(one[2]) and one[2] != "English"] == []
    assert [one for one in told if CHINESE.search(one[3]) and one[3] != "中文"] == []
    assert [
        one for one in told if set(re.findall(r"\{\d\}", one[2])) != set(re.findall(r"\{\d\}", one[3]))
    ] == []


def test_nothing_is_said_but_from_the_one_list_of_words() -> None:
    others = [path for path in SHELL.rglob("*.js") if path.name != "words.js"]

    said = [
        f"{path.name}: {line.strip()}"
        for path in others
        for line in _code(path).splitlines()
        if CHINESE.search(line)
    ]
    shown = [path.name for path in SHELL.rglob("*.wxml") if CHINESE.search(path.read_text("utf-8"))]
    assert (said, shown) == ([], [])


def test_it_has_words_for_the_codes_of_the_contract_and_for_no_others(
    words: dict[str, dict[str, tuple[str, str]]],
) -> None:
    schemas = yaml.load((ROOT / "openapi.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)["components"][
        "schemas"
    ]
    own = {"offline", "slow", "broken", "no-office", "wechat", "privacy-refused"}

    assert set(words["problem"]) - own - set(schemas["ProblemCode"]["enum"]) == set()
    assert set(words["advice"]) <= set(words["problem"])
    assert set(words["state"]) == set(schemas["CaseState"]["enum"])
    assert set(words["next"]) == set(schemas["Next"]["properties"]["action"]["enum"])
    assert set(words["cause"]) <= set(schemas["IdentityFailed"]["properties"]["cause"]["enum"])


def test_every_word_a_page_shows_is_there_and_every_word_is_shown(
    words: dict[str, dict[str, tuple[str, str]]],
) -> None:
    used: set[tuple[str, str]] = set()
    for view in VIEWS:
        area = view.rpartition("/")[2]
        own = {_camel(key): (area, key) for key in words.get(area, {})}
        known = {**{_camel(key): ("common", key) for key in words["common"]}, **own}
        shown = set(re.findall(r"\bw\.(\w+)", _text(f"{view}.wxml")))
        assert shown <= set(known), (view, shown - set(known))
        used |= {known[key] for key in shown}
    code = "\n".join(_code(path) for path in SHELL.rglob("*.js"))
    spoken = set(re.findall(r'\bsay\("(\w+)", "([\w-]+)"', code))
    assert [one for one in spoken if one[1] not in words[one[0]]] == []

    # told by a code: of a problem, of why a check failed, of a slip; or by a kind that the office names
    by_code = {"problem", "advice", "cause", "slip", "state", "next"}
    by_kind = {("identity", "other-bank"), ("identity", "other-counter")}
    by_kind |= {("subscribe", "renewal-due"), ("subscribe", "registration-changed")}
    by_kind |= {("subscribe", "accepted"), ("subscribe", "rejected"), ("identity", "number-hint")}
    by_kind |= {(view.rpartition("/")[2], "title") for view in PAGES}
    left = (
        {(area, key) for area in words if area not in by_code for key in words[area]}
        - used
        - spoken
        - by_kind
    )
    assert sorted(left) == []


def test_whatever_is_pressed_is_a_button_with_a_handler_and_whatever_is_typed_into_has_a_name() -> None:
    for view in VIEWS:
        code = _text(f"{view}.js")
        for tag, inside, _ in TAG.findall(_text(f"{view}.wxml")):
            told = dict(ATTRIBUTE.findall(inside))
            assert tag == "button" or "bindtap" not in told, (view, inside)
            assert tag != "input" or "aria-label" in told, (view, inside)
            assert "wx:for" not in told or "wx:key" in told, (view, inside)
            for _event, handler in BINDING.findall(inside):
                assert re.search(rf"^    (?:async )?{handler}\(", code, re.MULTILINE), (view, handler)


def test_what_changes_while_one_waits_is_read_out() -> None:
    for view in VIEWS:
        for tag, inside, _ in TAG.findall(_text(f"{view}.wxml")):
            told = dict(ATTRIBUTE.findall(inside))
            kinds = set(told.get("class", "").split())
            if kinds & {"waiting", "field__slip", "problem", "failed", "told", "kept"}:
                assert "aria-role" in told, (view, tag, inside)


def test_two_switches_are_kept_on_the_phone_and_nothing_of_anybody() -> None:
    code = {path.name: _code(path) for path in SHELL.rglob("*.js")}

    assert sorted(name for name, text in code.items() if "setStorage" in text) == ["care.js", "language.js"]
    assert [
        name
        for name, text in code.items()
        if re.search(r"\bconsole\.|\bwx\.(?:report|getLogManager|getRealtimeLog)", text)
    ] == []
