"""Promises the whole code base keeps, checked by looking at it."""

import ast
import re
import sys
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest

from bff import worker
from bff.app import BLUEPRINTS, create_app
from bff.http.answers import Meters
from bff.http.request import Audience
from bff.http.statuses import STATUS
from domain.kernel.jobs import Job
from domain.kernel.refusal import Outward, Refusal
from tests.architecture.contract_document import OPERATIONS

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
CODE = [*(ROOT / "domain").rglob("*.py"), *(ROOT / "adapters").rglob("*.py"), *(ROOT / "bff").rglob("*.py")]


def _below(root: type[T]) -> set[type[T]]:
    found = set(root.__subclasses__())
    return found.union(*(_below(kind) for kind in found))


def test_every_refusal_has_a_status() -> None:
    assert _below(Refusal) - {Outward} == set(STATUS)


def test_refusal_codes_are_unique_and_kebab_case() -> None:
    codes = [refusal.code for refusal in STATUS]

    assert len(codes) == len(set(codes))
    assert [code for code in codes if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", code)] == []


def test_every_refusal_says_what_happened_in_chinese() -> None:
    assert [kind.code for kind in STATUS if not re.search(r"[\u4e00-\u9fff]", kind.title)] == []


def test_every_job_has_its_task() -> None:
    class Anything:
        def __getattr__(self, _: str) -> "Anything":
            return self

    names = {re.sub(r"(?<!^)(?=[A-Z])", "-", job.__name__).lower() for job in _below(Job)}

    assert set(worker.runs(cast(Any, Anything()))) | {"read-inbox"} == names


def test_the_domain_imports_the_standard_library_and_itself() -> None:
    allowed = sys.stdlib_module_names | {"domain"}
    strays = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / "domain").rglob("*.py")
        for name in _imports(path)
        if name.partition(".")[0] not in allowed
    }

    assert strays == set()


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_the_environment_is_read_in_the_command_line_only() -> None:
    readers = [
        path.relative_to(ROOT).as_posix()
        for path in CODE
        if re.search(r"os\.environ|os\.getenv", path.read_text())
    ]

    assert [path for path in readers if not path.startswith("bff/cli/")] == []


def test_a_broad_except_stands_in_four_known_places_only() -> None:
    places = [path.relative_to(ROOT).as_posix() for path in CODE if "except Exception" in path.read_text()]

    assert sorted(places) == [
        "adapters/conformance/run.py",  # a broken adapter may raise anything, and is told so
        "bff/chores.py",
        "bff/ops/health.py",
        "bff/worker.py",
    ]


def test_no_module_is_longer_than_a_sitting() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in CODE
        if (lines := len(path.read_text().splitlines())) > 260 and "migrations" not in path.parts
    }

    assert long == {}


def test_a_use_case_has_at_most_seven_ports() -> None:
    many = {}
    for path in (ROOT / "domain" / "usecases").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef) and any(
                isinstance(part, ast.AsyncFunctionDef) and part.name == "__call__" for part in node.body
            ):
                fields = [part for part in node.body if isinstance(part, ast.AnnAssign)]
                if len(fields) > MOST_FIELDS:
                    many[f"{path.name}: {node.name}"] = len(fields)

    assert many == {}


MOST_FIELDS = 12  # seven ports of its subject, and the house's own: clock, ids, atomic, ledger, jobs


class _Application:
    """The routes, without an office behind them."""

    def __init__(self) -> None:
        app = create_app(static=ROOT / "static", meters=Meters(), name="promises")
        self.routes = list(app.router.routes)


@pytest.fixture(scope="module")
def application() -> _Application:
    return _Application()


def test_every_route_says_for_whom_and_how_sure(application: _Application) -> None:
    undeclared = [
        route.path
        for route in application.routes
        if not isinstance(getattr(route.ctx, "audience", None), Audience) or not hasattr(route.ctx, "level")
    ]

    assert undeclared == []


def test_every_staff_route_names_its_roles(application: _Application) -> None:
    staff = [route for route in application.routes if route.ctx.audience is Audience.STAFF]

    assert staff
    assert [route.path for route in staff if not getattr(route.ctx, "roles", None)] == []


def test_the_contract_and_the_router_are_the_same(application: _Application) -> None:
    routed = {
        (method, "/" + re.sub(r"<([^:>]+)(?::[^>]*)?>", r"{\1}", route.path), route.name.rpartition(".")[2])
        for route in application.routes
        for method in route.methods
        if method not in ("HEAD", "OPTIONS")
    }
    written = {(o.method.upper(), o.path, o.name) for o in OPERATIONS}

    assert {_shape(one) for one in routed} == {_shape(one) for one in written}
    assert len(BLUEPRINTS) == len(set(BLUEPRINTS))


def _shape(operation: tuple[str, str, str]) -> tuple[str, str, str]:
    """A parameter's name is each side's own affair."""
    method, path, name = operation
    return method, re.sub(r"{[^}]+}", "{}", path).rstrip("/") or "/", name


def test_the_contract_says_the_audience_and_level_the_router_demands(application: _Application) -> None:
    routed = {
        route.name.rpartition(".")[2]: (str(route.ctx.audience), route.ctx.level.name.lower())
        for route in application.routes
    }
    written = {o.name: (o.told["x-audience"], o.told["x-level"]) for o in OPERATIONS}

    assert routed == written
