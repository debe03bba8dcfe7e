"""A version is tried on what has been before anybody signs it: the last snapshot, past cases, their forms."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from tortoise.connection import get_connection

from adapters.postgres.cases import PostgresCases
from adapters.postgres.forms import PostgresForms
from adapters.postgres.proposals import PostgresProposals
from bff.compose.core import Core
from domain.cases.case import Case, CaseState
from domain.catalogue.trial import RuleTrial, Trial, TrialState
from domain.decisions.proposal import Proposal, ProposalState
from domain.findings.ports import Candidate, SnapshotRef
from domain.forms.form import Field, Form, FormState
from domain.kernel.ids import CaseId, MatterId, PartyId, ProposalId
from domain.kernel.personal import Free
from domain.kernel.refusal import Refused, Unavailable
from domain.usecases.describe_item_version import VersionView
from tests.adapters.registered import JIMO, row
from tests.adapters.rules import snapshot_of
from tests.support.house import HandClock, count, jobs_deferred
from tests.usecases.item_version_world import ITEM, World, id_of, item_version_world, replaced

INSTANT = """
[instant_authorisation]
document = "虚构办发〔2026〕1号"
version = 1

[[instant_authorisation.rules]]
id = "no-dispute"
field = "form.disputed_count"
op = "at_most"
value = 0
words = "没有错证登记"
"""


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await item_version_world(core, clock, tmp_path)


async def drafted(world: World, *changes: tuple[str, str]) -> VersionView:
    view = await world.draft()
    text = view.text
    for old, new in changes:
        text = replaced(text, old, new)
    return await world.edit(view, text)


async def tried(world: World, *changes: tuple[str, str]) -> Trial:
    return (await world.tried(await drafted(world, *changes))).trial


async def rule_of(world: World, *changes: tuple[str, str]) -> RuleTrial:
    trial = await tried(world, *changes)
    assert trial.result is not None
    assert trial.result.rule is not None
    return trial.result.rule


LATER = ("notice_ladder_days = [60", "notice_ladder_days = [90")
ONLY_LAIXI = (
    "    AND status = 'valid'",
    "    AND status = 'valid'\n    AND issuing_body_code = '11370285MB9990012C'",
)
NEXT_RULE = ("version = 1\nevent", "version = 2\nevent")


async def test_before_the_first_snapshot_the_rule_is_not_tried_and_says_so(world: World) -> None:
    trial = await tried(world)

    assert trial.state is TrialState.DONE
    assert trial.result is not None
    assert trial.result.rule is None


async def test_who_would_be_found_besides_is_counted_and_sampled(world: World) -> None:
    rows = [row(1), row(2, valid_until=date(2027, 3, 1))]  # found from the 90th day on
    await snapshot_of(world.folder, rows)

    rule = await rule_of(world, LATER)

    assert (rule.rows, rule.live, rule.found, rule.same, rule.new, rule.gone) == (2, 1, 2, 1, 1, 0)
    assert [(one.change, one.record_id) for one in rule.sample] == [("new", row(2).record_id)]


async def test_who_would_be_found_no_more_is_counted_too(world: World) -> None:
    await snapshot_of(world.folder, [row(1), row(2, issuing_body_code=JIMO)])

    rule = await rule_of(world, ONLY_LAIXI, NEXT_RULE)

    assert (rule.found, rule.gone) == (1, 0)  # the second is out of the item's scope, before and after


async def test_a_body_that_leaves_the_scope_takes_its_holders_with_it(world: World) -> None:
    await snapshot_of(world.folder, [row(1)])

    body = 'code = "11370285MB9990012C"\nlevel = 4\ntask_code = "11370285MB9990012C'
    rule = await rule_of(world, (body, body.replace("11370285MB9990012C", JIMO)))

    assert (rule.live, rule.found, rule.gone) == (1, 0, 1)
    assert rule.sample[0].office == "莱西市行政审批局"


async def test_nobody_is_found_for_anybody_by_a_dry_run(world: World) -> None:
    await snapshot_of(world.folder, [row(1)])

    await tried(world, LATER)

    assert (await count("findings"), await count("push_lists"), await count("matters")) == (0, 0, 0)


async def test_how_far_it_is_stands_in_its_row(world: World) -> None:
    await snapshot_of(world.folder, [row(n) for n in range(3)])
    seen: list[tuple[str, int, int]] = []

    async def look() -> None:
        view = await world.desk.read_item_version(ITEM, id_of(draft))
        seen.append((view.trial.state, view.trial.done, view.trial.total))

    draft = await world.checked(await drafted(world))
    await world.desk.ask_item_check.trial(world.drafter, ITEM, id_of(draft), world.key())
    await look()
    await _with_engine(world, look).try_item_version(id_of(draft))
    await look()

    assert seen == [("queued", 0, 0), ("running", 0, 6), ("running", 3, 6), ("done", 6, 6)]


async def test_a_second_click_begins_no_second_one(world: World) -> None:
    draft = await world.checked(await drafted(world))

    for _ in range(2):
        await world.desk.ask_item_check.trial(world.drafter, ITEM, id_of(draft), world.key())

    assert [name for name, _ in await jobs_deferred()].count("try-item-version") == 1


async def test_killed_in_the_middle_it_is_begun_anew(world: World) -> None:
    await snapshot_of(world.folder, [row(1)])
    draft = await world.checked(await drafted(world))
    await world.desk.ask_item_check.trial(world.drafter, ITEM, id_of(draft), world.key())

    async def die() -> None:
        raise Unavailable("analysis", "deadline")

    with pytest.raises(Unavailable):
        await _with_engine(world, die).try_item_version(id_of(draft))
    between = (await world.read(draft)).trial.state
    await world.working.desk.try_item_version(id_of(draft))

    assert (between, (await world.read(draft)).trial.state) == (TrialState.RUNNING, TrialState.DONE)


async def test_a_rule_the_engine_will_not_run_ends_it_and_is_not_signed(world: World) -> None:
    await snapshot_of(world.folder, [row(1)])
    draft = await world.checked(await drafted(world))
    await world.desk.ask_item_check.trial(world.drafter, ITEM, id_of(draft), world.key())

    async def refuse() -> None:
        raise Refused("analysis", "rule-finds-null")

    await _with_engine(world, refuse).try_item_version(id_of(draft))

    trial = (await world.read(draft)).trial
    assert (trial.state, trial.failure, trial.result) == (TrialState.FAILED, "rule-finds-null", None)


async def test_edited_meanwhile_what_came_out_counts_for_nothing(world: World) -> None:
    await snapshot_of(world.folder, [row(1)])
    draft = await world.checked(await drafted(world))
    await world.desk.ask_item_check.trial(world.drafter, ITEM, id_of(draft), world.key())

    async def edit() -> None:
        if (await world.read(draft)).digest == draft.digest:
            await world.edit(draft, draft.text + "# 又改了\n")

    await _with_engine(world, edit).try_item_version(id_of(draft))

    assert (await world.read(draft)).trial.state is TrialState.NONE
    assert "item-version-tried" not in await kinds()


async def test_the_last_lists_are_held_against_it(world: World) -> None:
    await snapshot_of(world.folder, [row(1)])
    await _listed(world, f"{ITEM}/{row(1).record_id}/{row(1).valid_until}", f"{ITEM}/gone/2027-01-01")

    rule = await rule_of(world)

    assert (rule.listed, rule.listed_gone) == (2, 1)


async def test_instant_rules_are_weighed_on_what_was_known_of_past_cases(world: World) -> None:
    sound, disputed = await a_case(world), await a_case(world)
    await proposed(world, sound, ProposalState.MADE, {"form.disputed_count": 0})
    await proposed(world, disputed, ProposalState.MADE, {"form.disputed_count": 1})

    trial = await tried(world, ("[guide]", f"{INSTANT}\n[guide]"))

    assert trial.result is not None
    instant = trial.result.instant
    assert instant is not None
    assert (instant.weighed, instant.granted_then, instant.granted_now) == (2, 2, 1)
    assert [(one.case_id, one.unmet) for one in instant.differs] == [(disputed, ("没有错证登记",))]


async def test_a_form_that_past_cases_could_not_fill_says_which_field(world: World) -> None:
    await a_case(world, supervising_unit="莱西市虚构教育主管局")
    await a_case(world, supervising_unit="某局")
    old = (
        'source_field = "supervising_unit"\nrequired = true\nlocked = true\n'
        "subject_of_item = false\ndeferrable = true\nmax_length = "
    )

    trial = await tried(world, (f"{old}100", f"{old}5"))

    assert trial.result is not None
    form = trial.result.form
    assert (form.cases, [(gap.key, gap.cases) for gap in form.gaps]) == (2, [("supervising_unit", 1)])


async def kinds() -> list[str]:
    """Of every step in the ledger."""
    rows = await get_connection("default").execute_query_dict("SELECT kind FROM ledger_entries")
    return [row["kind"] for row in rows]


class _Watched:
    """The worker's engine, with something happening before each run."""

    def __init__(self, world: World, before: Callable[[], Awaitable[None]]) -> None:
        self._engine, self._before = world.working.desk.try_item_version.try_rule.engine, before

    async def candidates(
        self, sql: str, *, snapshot: SnapshotRef, parameters: Mapping[str, date | int | str]
    ) -> tuple[Candidate, ...]:
        await self._before()
        return await self._engine.candidates(sql, snapshot=snapshot, parameters=parameters)


def _with_engine(world: World, before: Callable[[], Awaitable[None]]) -> "_Bench":
    use_case = world.working.desk.try_item_version
    rule = replace(use_case.try_rule, engine=_Watched(world, before))
    return _Bench(replace(use_case, try_rule=rule).__call__)


class _Bench:
    def __init__(self, run: Callable[..., Awaitable[None]]) -> None:
        self.try_item_version = run


async def a_case(world: World, **values: str) -> UUID:
    """One of the item's, its form filled in as the shipped version has it."""
    case = CaseId(world.core.new_id())
    forms = PostgresForms(world.core.cipher, world.core.new_id)
    fields = [
        Field(
            one.key,
            one.label,
            str(one.kind),
            Free(values.get(one.key, "某值")),
            "登记系统",
            None,
            one.locked,
            one.required,
            one.subject_of_item,
            one.deferrable,
        )
        for one in world.serving.item().fields
    ]
    party = PartyId(world.core.new_id())
    async with world.core.atomic():
        await PostgresCases().add(
            Case(
                case,
                MatterId(world.core.new_id()),
                ITEM,
                party,
                party,
                "负责人",
                CaseState.ACCEPTED,
                world.clock(),
                item_version=1,
            )
        )
        await forms.add(Form(case, FormState.CONFIRMED, fields, [], (), (), version=1))
    world.clock.go_on(timedelta(seconds=1))
    return case


async def proposed(world: World, case: UUID, state: ProposalState, inputs: Mapping[str, int]) -> None:
    proposal = ProposalId(world.core.new_id())
    async with world.core.atomic():
        await PostgresProposals(world.core.cipher).add(
            Proposal(proposal, CaseId(case), state, "某文件", 1, (), world.clock(), inputs=dict(inputs))
        )


async def _listed(world: World, *events: str) -> None:
    """One list on which these events were due."""
    connection, push_list = get_connection("default"), world.core.new_id()
    await connection.execute_query(
        "INSERT INTO push_lists (id, item, rule, as_of, prepared_by_id, prepared_at, counts, sample, digest,"
        " state) VALUES (%s, %s, 'r@1', now(), %s, now(), '{}', '[]', '', 'signed')",
        [push_list, ITEM, push_list],
    )
    for event in events:
        await connection.execute_query(
            "INSERT INTO findings (id, push_list_id, item, event_key, record_id, holder_key, holder_kind,"
            " issuing_body, event_date, has_contact, originals, duplicates, rule_id, rule_version, as_of,"
            " last_day) VALUES (%s, %s, %s, %s, '', '', '', '', now(), true, 1, 1, 'r', 1, now(), now())",
            [world.core.new_id(), push_list, ITEM, event],
        )
