"""Who may do what (AZ-1): every operation of the contract, everybody who may knock, answer by answer."""

import pytest

from tests.architecture.contract_document import OPERATIONS, Operation, answers
from tests.security.matrix.admitted import admitted
from tests.security.matrix.answers import BY_MANDATE, NO_TOKEN_COUNTS, OTHERWISE, refusal
from tests.security.matrix.controls import CONTROLS, Control
from tests.security.matrix.rewind import END
from tests.security.matrix.scene import CACHES, ENTERPRISE, Scene, Way, shared
from tests.security.matrix.who import NOBODY, PARTYLESS, WHO

pytestmark = pytest.mark.asyncio(loop_scope="package")
by_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)


async def test_every_operation_has_its_row_and_every_row_its_operation() -> None:
    names = {operation.name.removeprefix(ENTERPRISE) for operation in OPERATIONS}

    assert set(WHO) == names
    assert {*CONTROLS, *OTHERWISE, *NO_TOKEN_COUNTS, *BY_MANDATE, *PARTYLESS} <= names
    assert set(NO_TOKEN_COUNTS) == {name for name, row in WHO.items() if row == NOBODY}


async def prepared(scene: Scene, operation: Operation) -> Way:
    control = CONTROLS.get(shared(operation), Control(END))
    await scene.rewind.to(control.moment)
    return await control.prepare(scene, operation)


@by_operation
async def test_everybody_is_answered_as_the_row_says_and_who_is_refused_changes_nothing(
    town_of_all: Scene, operation: Operation
) -> None:
    """Where the right one would succeed: the others are told what their row says, then the right one does."""
    scene, is_token = town_of_all, shared(operation) not in NO_TOKEN_COUNTS
    knocking = scene.knocking()
    right = admitted(operation, set(knocking)) or {"anonymous"}
    refused = sorted(set(knocking) - right) if is_token else sorted(knocking)
    way = await prepared(scene, operation)
    await scene.rewind.written()

    told = {who: await scene.knock(operation, who, way if is_token else None) for who in refused}

    assert {who: (one.status, one.code) for who, one in told.items()} == {
        who: refusal(operation, who) for who in refused
    }
    assert await scene.rewind.written() <= CACHES

    good = {int(status) for status in answers(operation) if status.startswith("2")}
    for turn, who in enumerate(sorted(right)):
        if turn and operation.method != "get":
            way = await prepared(scene, operation)
        answer = await scene.knock(operation, who, way)

        assert answer.status in good, (who, answer.body)
