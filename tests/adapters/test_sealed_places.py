"""The list of sealed columns is whole: what is missing there would be lost with its key."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import psycopg

from adapters.archive.folder import PLACE
from adapters.postgres.sealed_places import PLACES
from tests.support.server import Urls

ADAPTERS = Path(__file__).parents[2] / "adapters"
KNOWN = {*PLACES, PLACE}
NAME = re.compile(r"[a-z_]+\.[a-z_]+")
# the column stands in a variable there; its table's columns are looked at one by one below
BY_COLUMN = {"identity.py", "rechecks.py", "staff_credentials.py", "visitors.py"}
# binary, and not sealed: digests, plain or keyed, and what they are computed with
DIGESTS = re.compile(r"(.*_)?(index|digest)|digest|root|salt|seal|natural_key|device|code|token")
SECRETS_AS_DIGESTS = {
    "identity_checks.doorbell",
    "identity_checks.resume",
    "sessions.previous_refresh",
    "sessions.refresh",
    "sessions.refresh_family",
    "shipments.callback",
    "staff_credentials.activation",
}
BINARY = """
SELECT table_name || '.' || column_name FROM information_schema.columns
WHERE table_schema = 'public' AND data_type = 'bytea'
"""
KEYS = """
SELECT table_name FROM information_schema.columns
WHERE table_schema = 'public' AND column_name = 'id' AND data_type = 'uuid'
"""


def sealing() -> Iterator[tuple[Path, ast.expr]]:
    """Every call of a cipher's `seal`, with the place it names."""
    for path in sorted(ADAPTERS.rglob("*.py")):
        if path.parent.name == "keys":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "seal"
                and "cipher" in ast.unparse(node.func.value)
            ):
                yield path, node.args[0]


def constants(path: Path) -> dict[str, str]:
    """Names of a module, and of its classes, that stand for a text."""
    found = {}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                pairs = (
                    zip(target.elts, node.value.elts, strict=True)
                    if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
                    else [(target, node.value)]
                )
                for name, value in pairs:
                    if isinstance(value, ast.Constant) and isinstance(value.value, str):
                        found[ast.unparse(name)] = value.value
    return found


def test_every_place_that_seals_stands_in_the_list() -> None:
    strays = []
    for path, place in sealing():
        known = constants(path)
        if isinstance(place, ast.Constant):
            named = str(place.value)
        else:
            named = known.get(ast.unparse(place).removeprefix("self."), "")
        if named not in KNOWN and not (not named and path.name in BY_COLUMN):
            strays.append(f"{path.name}: {ast.unparse(place)}")

    assert strays == []


def test_every_name_of_a_place_in_a_module_that_seals_stands_in_the_list() -> None:
    named = {
        value
        for path in {path for path, _ in sealing()}
        for value in constants(path).values()
        if NAME.fullmatch(value)
    }

    assert named <= KNOWN
    assert len(named) > 30


def test_every_binary_column_is_sealed_and_listed_or_a_digest(urls: Urls) -> None:
    with psycopg.connect(urls.owner) as connection:
        columns = {row[0] for row in connection.execute(BINARY.encode())}

    unsealed = columns - set(PLACES) - SECRETS_AS_DIGESTS
    assert {one for one in unsealed if not DIGESTS.fullmatch(one.partition(".")[2])} == set()
    assert set(PLACES) <= columns


def test_a_sealed_value_is_bound_to_a_row_that_the_sweep_finds(urls: Urls) -> None:
    with psycopg.connect(urls.owner) as connection:
        tables = {row[0] for row in connection.execute(KEYS.encode())}

    assert {place.partition(".")[0] for place in PLACES} <= tables


def test_two_modules_share_an_index_only_where_one_asks_about_the_other() -> None:
    purposes: dict[str, set[str]] = {}
    for path in sorted((ADAPTERS / "postgres").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("digests.keyed"):
                purpose = node.args[0]
                named = purpose.value if isinstance(purpose, ast.Constant) else None
                purposes.setdefault(str(named or constants(path)[ast.unparse(purpose)]), set()).add(path.name)

    assert {purpose: modules for purpose, modules in purposes.items() if len(modules) > 1} == {
        "phone": {"calls.py", "notices.py"},
        "linked-person": {"phone_accounts.py", "visitors.py"},
        "party-number": {"app_devices.py", "parties.py", "preferences.py"},
    }
    assert len(purposes) > 7


def test_the_list_is_in_order_and_names_nothing_twice() -> None:
    assert list(PLACES) == sorted(set(PLACES))
