"""The languages of the phone page (zh/en): what is said in Chinese can be said in English."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.architecture.page_words import CHINESE, PLAIN, Literal, dictionary, literals

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
WORDS = STATIC / "words" / "en"
OF_SERVER = frozenset(
    ("account", "happened", "items", "laws", "problems", "ratings", "sentences", "states", "timeline")
)
SAID = frozenset(("t", "told"))
OWN_NAME = "中文"  # each language is offered in its own words
FOR_PEOPLE = ("/v1/citizen", "/v1/sms", "/v1/verifier")
# What an item says to the machines alone: what is typed to find it, its rule, the class of what is sent.
NOT_SHOWN = frozenset(("synonyms", "sql", "document_class", "paper_class"))
METHODS = ("get", "post", "put", "patch", "delete")
GAP = re.compile(r"\{(\d)(?:\|[^|}]*\|[^|}]*)?\}")
BETWEEN = "；，、（）"  # stands between two texts that the server puts together
ENOUGH = 3  # signs that a pattern has to have of its own
SHORT = frozenset(
    ("{0} · {1}", "{0}等{1}项", "{0} 个{1}")
)  # those with fewer: a device, several items, a limit
IN_PIECES = re.compile(r'"\s*\n\s*f?"')  # one text over several lines of Python
# A problem made in the page is told where it is shown, as the server's are.
TOLD_LATER = re.compile(r"\b(?:title|advice): $")


def sources() -> list[Path]:
    return [
        STATIC / "app.js",
        *sorted((STATIC / "lib").glob("*.js")),
        *sorted((STATIC / "pages").glob("*.js")),
    ]


@pytest.fixture(scope="module")
def said() -> list[tuple[str, Literal]]:
    """All literals of the page with Chinese in them, by file."""
    found = [(path.name, one) for path in sources() for one in literals(path) if one.is_chinese]
    assert found
    return found


@pytest.fixture(scope="module")
def page() -> list[tuple[str, str, str]]:
    return [
        entry for path in sorted(WORDS.glob("*.js")) if path.stem not in OF_SERVER for entry in _entries(path)
    ]


@pytest.fixture(scope="module")
def server() -> list[tuple[str, str, str]]:
    return [entry for name in sorted(OF_SERVER) for entry in _entries(WORDS / f"{name}.js")]


def test_no_chinese_is_said_past_the_language(
    said: list[tuple[str, Literal]], server: list[tuple[str, str, str]]
) -> None:
    known = {key for _, key, _ in server}
    past = [f"{name}: {each}" for name, one in said if one.tag not in SAID for each in _past(one, known)]

    assert past == []


def test_what_the_page_says_can_be_said_in_english(
    said: list[tuple[str, Literal]], page: list[tuple[str, str, str]]
) -> None:
    known = {key for _, key, _ in page}
    missing = sorted({f"{name}: {one.key}" for name, one in said if one.tag == "t" and one.key not in known})

    assert missing == []


def test_what_can_be_said_in_english_is_said(page: list[tuple[str, str, str]]) -> None:
    used = {one.key for path in sources() for one in literals(path) if one.tag == "t"}

    assert page
    assert [f"{name}: {key}" for name, key, _ in page if key not in used] == []


def test_the_key_is_written_where_it_is_said() -> None:
    unseen = [f"{path.name}: {line.strip()}" for path in sources() for line in _unseen_keys(path)]

    assert unseen == []


@pytest.mark.parametrize("which", ["page", "server"])
def test_no_text_has_two_english_ones(which: str, request: pytest.FixtureRequest) -> None:
    entries: list[tuple[str, str, str]] = request.getfixturevalue(which)
    first: dict[str, str] = {}
    differing = [key for _, key, english in entries if first.setdefault(key, english) != english]

    assert differing == []


@pytest.mark.parametrize("which", ["page", "server"])
def test_the_english_is_english_and_has_the_same_gaps(which: str, request: pytest.FixtureRequest) -> None:
    entries: list[tuple[str, str, str]] = request.getfixturevalue(which)
    wrong = [
        f"{name}: {key}" for name, key, english in entries if key != OWN_NAME and not _is_fit(key, english)
    ]

    assert wrong == []


def test_every_dictionary_is_gathered() -> None:
    gathered = (STATIC / "words" / "en.js").read_text("utf-8") + (WORDS / "server.js").read_text("utf-8")

    assert [path.name for path in WORDS.glob("*.js") if f'/{path.name}"' not in gathered] == []


def test_no_pattern_is_so_wide_that_it_would_fit_what_a_person_wrote(
    server: list[tuple[str, str, str]],
) -> None:
    gaps = [key for _, key, _ in server if GAP.search(key)]
    wide = {key for key in gaps if len(GAP.sub("", key).replace(" ", "")) < ENOUGH}

    assert wide == SHORT


def test_what_stands_in_peoples_way_is_said_in_english(server: list[tuple[str, str, str]]) -> None:
    patterns = [_pattern(key) for _, key, _ in server]
    titles = sorted(_problems(yaml.load((ROOT / "openapi.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)))

    assert titles
    assert [title for title in titles if not any(each.fullmatch(title) for each in patterns)] == []


def test_what_an_item_shows_is_said_in_english(
    page: list[tuple[str, str, str]], server: list[tuple[str, str, str]]
) -> None:
    known = {key for _, key, _ in (*page, *server)}
    items = sorted((ROOT / "domain" / "catalogue" / "items").glob("*.toml"))
    shown = {(path.name, text) for path in items for text in _shown(tomllib.loads(path.read_text("utf-8")))}

    assert shown
    assert sorted(f"{name}: {text}" for name, text in shown if text not in known) == []


def test_the_server_says_what_is_translated_for_it(server: list[tuple[str, str, str]]) -> None:
    places = [
        *(path for name in ("domain", "bff", "adapters") for path in (ROOT / name).rglob("*.py")),
        *(path for name in ("domain", "adapters") for path in (ROOT / name).rglob("*.toml")),
        ROOT / "adapters" / "files" / "evaluation_tags.csv",
        *sources(),
    ]
    text = IN_PIECES.sub("", "\n".join(path.read_text("utf-8") for path in places))

    assert [
        f"{name}: {key}" for name, key, _ in server if any(part not in text for part in _parts(key))
    ] == []


def _is_fit(key: str, english: str) -> bool:
    has_its_gaps = set(GAP.findall(key)) == set(GAP.findall(english))
    return bool(english.strip()) and not CHINESE.search(english) and has_its_gaps


def _entries(path: Path) -> Iterator[tuple[str, str, str]]:
    for key, english in dictionary(path):
        yield path.stem, key, english


def _past(one: Literal, known: set[str]) -> list[str]:
    """The pieces of a literal that no `t` and no `told` holds."""
    is_told_later = one.kind == PLAIN and one.key in known and TOLD_LATER.search(f"{one.before} ")
    if is_told_later or one.key.strip() == OWN_NAME:
        return []
    return [line.strip() for chunk in one.chunks for line in chunk.splitlines() if CHINESE.search(line)]


def _unseen_keys(path: Path) -> list[str]:
    text = path.read_text("utf-8")
    return re.findall(r"^.*(?<![\w.$])t\((?![\"'`]|text, \.\.\.values).*$", text, re.MULTILINE)


def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\d\\\}", ".+", re.escape(key)))


def _parts(key: str) -> list[str]:
    return [part.strip(BETWEEN) for part in re.split(r"\{\d\}", key) if CHINESE.search(part)]


def _shown(part: Any) -> Iterator[str]:
    """The Chinese texts of an item that people come to read."""
    if isinstance(part, dict):
        part = [value for name, value in part.items() if name not in NOT_SHOWN]
    if isinstance(part, list):
        for value in part:
            yield from _shown(value)
    elif isinstance(part, str) and CHINESE.search(part):
        yield part


def _problems(contract: dict[str, Any]) -> set[str]:
    """Titles and advice of the problems that answer a person, an enterprise or a verifier."""
    found: set[str] = set()
    seen: set[str] = set()

    waiting: list[Any] = [
        item.get(method, {}).get("responses", {})
        for path, item in contract["paths"].items()
        if path.startswith(FOR_PEOPLE)
        for method in METHODS
    ]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += part
        if not isinstance(part, dict):
            continue
        if isinstance(part.get("status"), int) and "title" in part:
            found.update(part[name] for name in ("title", "advice") if name in part)
        address = part.get("$ref")
        if isinstance(address, str) and address not in seen:
            seen.add(address)
            waiting.append(_resolved(contract, address))
        waiting += part.values()
    return found


def _resolved(contract: dict[str, Any], address: str) -> Any:
    part: Any = contract
    for name in address.removeprefix("#/").split("/"):
        part = part[name]
    return part
