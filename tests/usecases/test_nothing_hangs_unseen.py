"""Whatever was tried outside and has no end is among what is stuck, or ends by itself, and why."""

import ast
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from uuid import UUID

import pytest
from tortoise.connection import get_connection

import domain
from adapters.postgres.unknown_fates import FATES, PostgresUnknownFates
from bff.compose.core import Core
from bff.compose.today import today_desk
from bff.console.stuck import KINDS
from bff.console.today import PREFIXES
from domain.kernel.ids import StaffId
from domain.kernel.jobs import FetchDocuments
from domain.kernel.ports import RequestKey
from domain.shipments.states import ShipmentState
from domain.staff.account import Role, StaffAccount
from domain.staff.stuck import UNSETTLED_FOR, StuckKind
from domain.usecases.read_stuck import OF_JOBS
from domain.usecases.retry_stuck import OF_TASK
from domain.usecases.stuck_words import TASKS
from tests.support.catalogue import shipped
from tests.support.house import HandClock
from tests.usecases.decided import Decided, confirmed
from tests.usecases.notice_world import refs

# what a machine calls a try that is out
ON_ITS_WAY = {
    "sending",
    "unknown",
    "ordering",
    "handing",
    "trying",
    "opening",
    "given",
    "made",
    "signed",
    "asked",
}
LISTED = {
    "NoticeState": StuckKind.NOTICE,
    "ProposalState": StuckKind.PROPOSAL,
    "ShipmentState": StuckKind.SHIPMENT,
    "RequestState": StuckKind.REQUEST,
    "RevocationState": StuckKind.REVOCATION,
    "SupplementState": StuckKind.SUPPLEMENT,
    "PromiseState": StuckKind.PROMISE,
    "RatingState": StuckKind.RATING,
    "ResultState": StuckKind.RESULT,
}
OTHERWISE = {
    "CheckState.OPENING": "nobody is passed by it, and it expires within the half hour (ADR 36)",
    "TryState.TRYING": "one text of a notice, which is listed",
    "TryState.UNKNOWN": "one text of a notice, which is listed",
    "RatingState.GIVEN": "not tried yet; its job is listed when it fails",
    "MandateState.GIVEN": "in force: nothing is under way",
    "ListState.SIGNED": "a colleague's signature, nothing outside",
    "VersionState.SIGNED": "likewise",
    "ExtensionState.SIGNED": "likewise",
    "ChangeState.ASKED": "waits for a colleague, at whose desk it stands",
    "ErasureState.ASKED": "done by a job of ours, listed when it fails",
    "ExportState.ASKED": "likewise",
    "StuckState.UNKNOWN": "the list itself",
    "PushStatus.UNKNOWN": "a word of theirs that we do not know: kept, moves nothing",
    "ParcelState.UNKNOWN": "likewise",
    "LicenceStatus.UNKNOWN": "likewise",
}
MENDER = StaffAccount(StaffId(UUID(int=5)), "business-1", "业务甲", frozenset({Role.BUSINESS}))


def _machines() -> list[StrEnum]:
    """Every member of every state machine of the domain that says a try is out."""
    root = Path(domain.__path__[0])
    found = []
    for path in root.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and node.name.endswith(("State", "Status")):
                module = import_module(".".join(("domain", *path.relative_to(root).with_suffix("").parts)))
                kind = getattr(module, node.name)
                if issubclass(kind, StrEnum):
                    found += [member for member in kind if member.value in ON_ITS_WAY]
    return found


@pytest.mark.parametrize("member", _machines(), ids=lambda one: f"{type(one).__name__}.{one.name}")
def test_a_try_that_is_out_has_its_place_on_the_list(member: StrEnum) -> None:
    if f"{type(member).__name__}.{member.name}" in OTHERWISE:
        return

    statement = FATES[LISTED[type(member).__name__]]

    assert f"'{member.value}'" in statement


def test_what_ends_by_itself_is_still_there_to_end() -> None:
    names = {f"{type(member).__name__}.{member.name}" for member in _machines()}

    assert set(OTHERWISE) <= names


@pytest.mark.parametrize("kind", list(StuckKind))
def test_every_kind_can_be_named_opened_and_tried_again(kind: StuckKind) -> None:
    assert kind in KINDS.values()
    assert str(kind) in PREFIXES
    if kind not in OF_JOBS:
        tasks = [task for task in OF_TASK if f"'{task}'" in FATES[kind]]
        assert tasks
        assert set(tasks) <= set(TASKS)


@pytest.fixture
async def world(core: Core, clock: HandClock) -> Decided:
    return await confirmed(core, clock)


@pytest.mark.parametrize(
    ("state", "shown"), [("ordering", "unknown"), ("unknown", "unknown"), ("with_staff", "held")]
)
async def test_a_parcel_nobody_knows_of_is_listed_and_asked_after(
    world: Decided, state: str, shown: str
) -> None:
    parcel = await world.collection(ShipmentState.PLANNED)
    await get_connection("default").execute_query(
        "UPDATE shipments SET state = %s, first_tried_at = %s", [state, world.clock()]
    )
    world.clock.go_on(UNSETTLED_FOR * 2)
    today = today_desk(world.core, shipped(), {})

    [line] = [one for one in await today.list_stuck() if one.kind == "shipment"]
    view = await today.read_stuck(StuckKind.SHIPMENT, parcel)
    request = RequestKey("staff-5", "retry_stuck", "k", bytes(32))
    told = await today.retry_stuck(MENDER, StuckKind.SHIPMENT, parcel, request)

    assert (line.ref, view.state, view.can_retry) == (parcel, shown, shown == "unknown")
    assert told.jobs == 1
    assert await refs("order-shipment") == [parcel]


async def test_a_failed_job_of_the_same_case_is_not_hidden_by_what_hangs(world: Decided) -> None:
    await world.desk.file_case(world.case)
    connection = get_connection("default")
    await connection.execute_query(
        "UPDATE cases SET state = 'confirmed', number = NULL, filing_tried_at = %s", [world.clock()]
    )
    async with world.core.atomic():
        await world.core.jobs.defer(FetchDocuments(world.case))
    for status in ("doing", "failed"):
        await connection.execute_query(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status"
            " WHERE task_name = 'fetch-documents'",
            [status],
        )
    world.clock.go_on(UNSETTLED_FOR * 2)

    lines = await today_desk(world.core, shipped(), {}).list_stuck()

    assert [line.kind for line in lines] == ["job", "filing"]


async def test_the_statements_run_on_an_empty_house(world: Decided) -> None:
    assert await PostgresUnknownFates().stuck(before=world.clock()) == ()
