"""`palm stuck`: everything that hangs (卡住的事), since when, why, and what a person does about it."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from adapters.postgres.staff import PostgresAccounts
from bff.cli.data import opened
from bff.compose.now import now
from bff.console.stuck import KINDS, PREFIX
from bff.settings import Settings
from domain.clock.clock import BEIJING
from domain.kernel.ids import short, unshort
from domain.kernel.ports import RequestKey
from domain.kernel.refusals import NotFound
from domain.staff.account import Role, StaffAccount
from domain.staff.stuck import StuckKind
from domain.usecases.list_stuck import StuckLine

NOTHING = "nothing is stuck"
MENDER = Role.BUSINESS


async def list_stuck(settings: Settings) -> list[str]:
    """A table: id, since when (Beijing), what, why, what to do."""
    async with opened(settings) as house:
        lines = await house.office.today.list_stuck()
    return table(lines) if lines else [NOTHING]


def table(lines: Sequence[StuckLine]) -> list[str]:
    """One row each, and what to do below it, for a line of it is a sentence."""
    rows = []
    for one in lines:
        ref = short(PREFIX[StuckKind(one.kind)], one.ref)
        rows.append(f"{ref}  {_said(one.since)}  {one.what}  {one.why}")
        rows.append(f"    → {one.to_do}")
    return [*rows, f"{len(lines)} in all; palm stuck --again ID --as LOGIN tries one again"]


async def again(settings: Settings, ref: str, login: str) -> str:
    """By a named colleague, in the ledger. Raises ValueError: not stuck, no such login, not theirs to do."""
    kind, found = _known(ref)
    async with opened(settings) as house:
        staff = await _mender(login)
        at = now().isoformat()  # each call is a request of its own
        key = RequestKey(short("staff", staff.staff_id), "retry_stuck", at, sha256(ref.encode()).digest())
        try:
            retried = await house.office.today.retry_stuck(staff, kind, found, key)
        except NotFound:
            raise ValueError(f"{ref}: it is not stuck (any more)") from None
    return f"{ref}: {retried.jobs} on the list again"


def _known(ref: str) -> tuple[StuckKind, UUID]:
    prefix = ref.partition("_")[0]
    found = unshort(prefix, ref)
    if found is None or prefix not in KINDS:
        raise ValueError(f"{ref}: not an id of this list")
    return KINDS[prefix], found


async def _mender(login: str) -> StaffAccount:
    try:
        staff = await PostgresAccounts().staff_by_login(login)
    except NotFound:
        raise ValueError(f"{login}: no such login") from None
    if MENDER not in staff.roles:
        raise ValueError(f"{login}: only {MENDER} may do this")
    return staff


def _said(at: datetime) -> str:
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M}"
