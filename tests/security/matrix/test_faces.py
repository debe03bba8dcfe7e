"""A face counts for what it was shown for (FA-1): every purpose and matter, at each step that wants one."""

from itertools import product
from typing import NamedTuple

import pytest
from tortoise.connection import get_connection

from domain.identity.check import Purpose
from domain.kernel.ids import unshort
from tests.architecture.contract_document import OPERATIONS, Operation
from tests.security.cast import MINI, STRANGE
from tests.security.matrix.scene import CACHES, Scene, shared
from tests.security.matrix.test_matrix import prepared

pytestmark = pytest.mark.asyncio(loop_scope="package")

FACES = [one for one in OPERATIONS if one.told["x-level"] == "face"]
# says nothing in anybody's name: each face begins a session, and the app is bound to that one anew
ANY_FACE = {"bind_app"}
FOR_ONE = [one for one in FACES if one.name not in ANY_FACE]


class Wanted(NamedTuple):
    """For what, and for which matter or mandate where that counts; what is said where it was for another."""

    purpose: Purpose
    matter: bool = False
    mandate: bool = False
    code: str = "face-needed-for-matter"


WANTS = {
    **dict.fromkeys(
        ("answer_invitation", "confirm_form", "confirm_forms"), Wanted(Purpose.APPLY, matter=True)
    ),
    **dict.fromkeys(
        ("withdraw_case", "withdraw_promise", "answer_supplement", "say_received"),
        Wanted(Purpose.CASE, matter=True),
    ),
    "give_mandate": Wanted(Purpose.MANDATE, mandate=True),
    **dict.fromkeys(
        ("ask_data_export", "fetch_data_export", "ask_erasure"),
        Wanted(Purpose.DATA, code="face-needed-for-data"),
    ),
}


async def shown_for(purpose: Purpose, matter: str | None, mandate: str | None) -> None:
    """Every face of the last minutes was shown for this."""
    about = [unshort(kind, told) if told else None for kind, told in (("mtr", matter), ("mdt", mandate))]
    await get_connection("default").execute_query(
        "UPDATE sessions SET face_purpose = %s, face_matter_id = %s, face_subject_id = %s"
        " WHERE face_at IS NOT NULL",
        [str(purpose), *about],
    )


async def test_every_step_that_wants_a_face_says_for_what() -> None:
    assert {shared(one) for one in FACES} == set(WANTS) | ANY_FACE


@pytest.mark.parametrize("operation", FOR_ONE, ids=lambda operation: operation.name)
async def test_a_face_shown_for_anything_else_binds_nobody(town_of_all: Scene, operation: Operation) -> None:
    scene, wanted, paths = town_of_all, WANTS[shared(operation)], town_of_all.cast.paths
    front = MINI if operation.told["x-audience"] == "enterprise" else ""
    who = f"{front}甲 for the school"
    matters = paths["matterId"], f"mtr_{STRANGE}", None
    mandates = paths["mandateId"], f"mdt_{STRANGE}", None
    about = [(None, one) for one in mandates] if wanted.mandate else [(one, None) for one in matters]
    way = await prepared(scene, operation)
    bound, told = [], set()

    for purpose, (matter, mandate) in product(Purpose, about):
        if (
            purpose is wanted.purpose
            and matter in matters[: 1 if wanted.matter else 3]
            and mandate in mandates[: 1 if wanted.mandate else 3]
        ):
            continue
        await shown_for(purpose, matter, mandate)
        await scene.rewind.written()
        answer = await scene.knock(operation, who, way)
        told.add((answer.status, answer.code))
        if await scene.rewind.written() - CACHES:
            bound.append((purpose, matter, mandate))
    await shown_for(wanted.purpose, matters[0], mandates[0])
    right = await scene.knock(operation, who, way)

    assert bound == []
    assert told == {(401, wanted.code)}
    assert right.raw.is_success, right.body
