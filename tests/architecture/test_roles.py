"""三员分立 over the whole router: no role does everything, and who audits reads all and changes nothing."""

from itertools import combinations
from pathlib import Path

import pytest
from sanic_routing.route import Route

from bff.app import create_app
from bff.http.answers import Meters
from bff.http.request import Audience
from domain.staff.account import Role, role_problems

ROOT = Path(__file__).resolve().parents[2]
# one's own session is one's own to end, whoever one is
OWN_SESSION = {"sign_out_staff", "sign_out_staff_everywhere", "end_staff_session"}


@pytest.fixture(scope="module")
def console() -> dict[str, tuple[str, frozenset[Role]]]:
    """Every operation of staff: its method and who may."""
    app = create_app(static=ROOT / "static", meters=Meters(), name="roles")
    return {
        _name(route): (method, route.ctx.roles)
        for route in app.router.routes
        if route.ctx.audience is Audience.STAFF
        for method in route.methods
        if method not in ("HEAD", "OPTIONS")
    }


def _name(route: Route) -> str:
    return str(route.name).rpartition(".")[2]


def test_who_audits_reads_everything(console: dict[str, tuple[str, frozenset[Role]]]) -> None:
    closed = [
        name for name, (method, roles) in console.items() if method == "GET" and Role.AUDIT not in roles
    ]

    assert closed == []


def test_who_audits_changes_nothing(console: dict[str, tuple[str, frozenset[Role]]]) -> None:
    effects = {name for name, (method, roles) in console.items() if method != "GET" and Role.AUDIT in roles}

    assert effects == OWN_SESSION


def possible() -> list[frozenset[Role]]:
    """Every combination of roles one account may have."""
    each = [frozenset(some) for n in range(1, len(Role) + 1) for some in combinations(Role, n)]
    return [roles for roles in each if not list(role_problems(roles))]


def test_no_account_holds_all_that_can_be_done(console: dict[str, tuple[str, frozenset[Role]]]) -> None:
    for mine in possible():
        beyond = [name for name, (_, roles) in console.items() if not roles & mine]

        assert beyond, mine


def test_nobody_both_prepares_and_signs(console: dict[str, tuple[str, frozenset[Role]]]) -> None:
    """What `palm sense` is to lists, the drafts of items are at the console."""
    prepares, signs = console["draft_item_version"][1], console["decide_item_version"][1]

    assert [mine for mine in possible() if mine & prepares and mine & signs] == []
