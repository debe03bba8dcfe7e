"""Several forms of one matter are confirmed with one face check and one tap: all of them or none."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from adapters.postgres.invitations import PostgresInvitations
from adapters.postgres.matters import PostgresMatters
from bff.compose.core import Core
from domain.cases.case import CaseState
from domain.forms.form import FormChanged, FormConfirmed
from domain.identity.check import FRESH
from domain.invitations.invitation import Answer, Invitation, Offer, PromiseNeeded
from domain.kernel.ids import CaseId, InvitationId, ItemCode, MatterId
from domain.kernel.party import Acting
from domain.kernel.refusals import NotFound
from domain.matters.matter import Matter, MatterState
from domain.parties.ports import NotRepresentative
from domain.usecases.confirm_forms import FormRead
from domain.usecases.record_confirmation import FormsConfirmed
from domain.usecases.require_face import FaceForThisMatter
from tests.support.house import NOON, HandClock, jobs_deferred
from tests.usecases.case_world import ENDS, ITEM, LAIXI, LAST_DAY, RECORD, World, case_world

OTHER = ItemCode("wg-17-foundation-certificate-renewal")


@dataclass(frozen=True)
class Bundle:
    world: World
    acting: Acting
    matter: MatterId
    cases: tuple[CaseId, ...]

    async def read(self) -> tuple[FormRead, ...]:
        return tuple(
            FormRead(
                CaseId(one.form.case_id),
                one.form.version,
                one.form.digest,
                frozenset(material.key for material in one.form.materials),
            )
            for one in await self.world.desk.list_forms(self.acting, self.matter)
        )

    async def confirm(
        self,
        forms: tuple[FormRead, ...],
        *,
        acting: Acting | None = None,
        promise: bool = True,
        key: str = "",
    ) -> FormsConfirmed:
        return await self.world.desk.confirm_forms(
            acting or self.acting,
            self.matter,
            forms,
            promise=promise,
            request=self.world.key("confirm_forms", text=key),
        )

    async def states(self) -> set[CaseState]:
        return {(await self.world.case(case)).state for case in self.cases}


@pytest.fixture
async def bundle(core: Core, clock: HandClock) -> Bundle:
    """One matter, two items, both answered with yes and both forms filled in."""
    world = await case_world(core, clock)
    matter = MatterId(core.new_id())
    offers = [
        Offer(item, RECORD, LAIXI, ENDS, LAST_DAY, "a-rule@1", NOON, changed=("name",), source="登记系统")
        for item in (ITEM, OTHER)
    ]
    async with core.atomic():
        await PostgresMatters().add(Matter(matter, world.school, "change/c1", MatterState.INVITED, 0, NOON))
        await PostgresInvitations(core.new_id).add(
            Invitation(InvitationId(core.new_id()), matter, world.school, offers, "two", NOON)
        )
    acting = await world.phone(world.jia, matter=matter)
    invited = await world.desk.read_invitation(acting, matter)
    taken = await world.desk.answer_invitation(
        acting,
        matter,
        ((ITEM, Answer.YES), (OTHER, Answer.YES)),
        shown_digest=invited.digest,
        promise=True,
        request=world.key("answer_invitation"),
    )
    cases = tuple(CaseId(one.case_id) for one in taken.cases)
    for case in cases:
        await world.desk.prefill_form(case)
    return Bundle(world, acting, matter, cases)


async def test_all_forms_of_a_matter_are_read_together_each_with_its_item(bundle: Bundle) -> None:
    forms = await bundle.world.desk.list_forms(bundle.acting, bundle.matter)

    assert {one.item for one in forms} == {ITEM, OTHER}
    assert {one.form.state for one in forms} == {"ready"}


async def test_one_confirmation_files_every_case_under_its_own_evidence(bundle: Bundle) -> None:
    confirmed = await bundle.confirm(await bundle.read())

    assert [view.state for view in confirmed.cases] == ["confirmed", "confirmed"]
    filed = [name for name, _ in await jobs_deferred() if name == "file-case"]
    steps = [
        entry.step
        for case in bundle.cases
        for entry in await bundle.world.core.ledger.of_case(case)
        if entry.step.kind == "form-confirmed"
    ]
    assert len(filed) == 2
    assert len({step.evidence for step in steps}) == 2


async def test_one_form_that_changed_since_keeps_all_of_them_back(bundle: Bundle) -> None:
    first, second = await bundle.read()

    with pytest.raises(FormChanged):
        await bundle.confirm((first, replace(second, digest="0" * 64)))

    assert await bundle.states() == {CaseState.INTENDED}
    assert [name for name, _ in await jobs_deferred() if name == "file-case"] == []


async def test_the_same_key_gets_the_same_cases_and_files_nothing_twice(bundle: Bundle) -> None:
    forms = await bundle.read()

    answers = [await bundle.confirm(forms, key="once") for _ in range(2)]

    assert answers[0] == answers[1]
    assert len([name for name, _ in await jobs_deferred() if name == "file-case"]) == 2


async def test_two_confirmations_at_once_in_either_order_count_once(bundle: Bundle) -> None:
    forms = await bundle.read()

    told = await asyncio.gather(bundle.confirm(forms), bundle.confirm(forms[::-1]), return_exceptions=True)

    assert sorted(type(one).__name__ for one in told) == [FormConfirmed.__name__, FormsConfirmed.__name__]


async def test_a_case_of_another_matter_is_not_there(bundle: Bundle) -> None:
    stranger = await bundle.world.begun(await bundle.world.phone(bundle.world.jia))
    [first, _] = await bundle.read()

    with pytest.raises(NotFound):
        await bundle.confirm((first, replace(first, case=stranger)))

    assert await bundle.states() == {CaseState.INTENDED}


async def test_a_former_representative_confirms_nothing(bundle: Bundle) -> None:
    forms = await bundle.read()
    bundle.world.somebody_else_is_responsible()

    with pytest.raises(NotRepresentative):
        await bundle.confirm(forms)

    assert await bundle.states() == {CaseState.INTENDED}


async def test_a_stranger_s_matter_has_no_forms(bundle: Bundle) -> None:
    world = bundle.world
    stranger = await world.phone(world.yi, world.yi)

    with pytest.raises(NotFound):
        await world.desk.list_forms(stranger, bundle.matter)


async def test_one_face_check_for_this_matter_is_asked_for_and_an_old_one_does_not_do(
    bundle: Bundle,
) -> None:
    forms = await bundle.read()
    elsewhere = await bundle.world.phone(bundle.world.jia)

    with pytest.raises(FaceForThisMatter):
        await bundle.confirm(forms, acting=elsewhere)
    bundle.world.clock.go_on(FRESH + timedelta(seconds=1))
    with pytest.raises(FaceForThisMatter):
        await bundle.confirm(forms)

    assert await bundle.states() == {CaseState.INTENDED}


async def test_without_the_promise_nothing_is_confirmed(bundle: Bundle) -> None:
    forms = await bundle.read()

    with pytest.raises(PromiseNeeded):
        await bundle.confirm(forms, promise=False)

    assert await bundle.states() == {CaseState.INTENDED}
