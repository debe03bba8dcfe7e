"""The phone page (H5) against the contract: a call for every operation of a person, and no other."""

import re
from pathlib import Path

import pytest
import yaml

from domain.kernel.client import client_in, oldest_in

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "static"
PREFIX = "/v1/citizen"
IN_PLACE = re.compile(r"\$\{(?:one\([^()]*\)|index)\}")  # what stands in an address for an id
ADDRESS = re.compile(r"""["`](/v1/citizen[\w/{}-]*)""")


READERS = ("api.js", "calls.js", "session.js", "sides.js")
# what a screen carries whole (ADR 55): asked for by it, and by itself only from elsewhere
CARRIED = {
    f"{PREFIX}/{part}"
    for part in (
        *("matters/{}", "matters/{}/forms", "cases/{}", "cases/{}/timeline", "rating-tags"),
        "licences/{}/views",
    )
}


@pytest.fixture(scope="module")
def contract() -> set[str]:
    """Addresses, each id as {}."""
    told = yaml.load((ROOT / "openapi.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {re.sub(r"\{\w+\}", "{}", path) for path in told["paths"] if path.startswith(f"{PREFIX}/")}


@pytest.fixture(scope="module")
def asked() -> set[str]:
    """Addresses the page asks, in the same form."""
    text = "\n".join((STATIC / "lib" / name).read_text("utf-8") for name in READERS)
    return set(ADDRESS.findall(IN_PLACE.sub("{}", text.replace("${C}", PREFIX)))) - {PREFIX}


def test_every_operation_of_a_person_has_its_call_on_the_phone(contract: set[str], asked: set[str]) -> None:
    assert asked
    # 精准跳转 to a department's own page is not offered here: all of a case stands on this page.
    assert sorted(contract - asked - CARRIED - {f"{PREFIX}/jumps"}) == []
    assert contract >= CARRIED
    assert CARRIED.isdisjoint(asked)


def test_the_phone_asks_for_nothing_the_contract_does_not_have(contract: set[str], asked: set[str]) -> None:
    assert sorted(asked - contract) == []


def test_every_call_of_the_phone_is_made_by_some_page() -> None:
    calls = re.findall(r"^  (?:async )?(\w+)(?:[,(]|: )", _api(), re.MULTILINE)
    shown = (path for folder in ("lib", "pages") for path in (STATIC / folder).glob("*.js"))
    pages = "\n".join(path.read_text("utf-8") for path in shown if path.name != "api.js")

    assert calls
    assert [name for name in calls if not re.search(rf"\b(?:api|calls)\.{name}\b", pages)] == []


def test_every_page_the_phone_names_is_there() -> None:
    named = re.findall(r'import\("\./pages/([\w-]+)\.js"\)\.then\(\(page\) => page\.(\w+)\)', _read("app.js"))

    assert named
    assert [one for one in named if f"export function {one[1]}(" not in _read(f"pages/{one[0]}.js")] == []


def _api() -> str:
    return _read("lib/api.js").partition("export const api = {")[2]


def _read(name: str) -> str:
    return (STATIC / name).read_text("utf-8")


def test_what_people_wrote_turns_no_other_words_around() -> None:
    told = {
        selector.strip()
        for sheet in ("style/parts.css", "console/desk.css")
        for rule in (STATIC / sheet).read_text().split("}")
        if "unicode-bidi: isolate" in rule
        for selector in rule.rpartition("*/")[2].partition("{")[0].split(",")
    }

    assert {".palm-quote", ".palm-cell__detail", ".desk-quote", ".desk-rows__detail"} <= told


def test_the_page_says_a_version_that_the_office_understands_by_default() -> None:
    """Raised together: a page that its own office refuses would be a page for nobody."""
    [told] = re.findall(r'^const CLIENT = "([^"]+)";', _read("lib/wire.js"), re.MULTILINE)
    [usual] = re.findall(
        r'"client_minimum", "([^"]+)"', (ROOT / "bff/settings_environment.py").read_text("utf-8")
    )

    named = client_in(told)

    assert named is not None
    assert named[1] >= oldest_in(usual)[named[0]]
