"""Forged tokens (SE-1): none is believed, by no operation that asks for a person."""

import pytest

from adapters.tokens.es256 import Es256AccessTokens
from tests.adapters.test_access_tokens import CLAIMS, RESIGNED, signed
from tests.adapters.test_access_tokens import _unsigned as unsigned
from tests.architecture.contract_document import OPERATIONS
from tests.security.cast import Cast
from tests.support.house import RING, HandClock

pytestmark = pytest.mark.asyncio(loop_scope="module")

PERSONS = [operation for operation in OPERATIONS if operation.told["x-audience"] in ("person", "enterprise")]
# HTTP itself carries no such header; tests/http/test_framing.py sends its bytes
UNSIGNED = unsigned(Es256AccessTokens(RING, HandClock()).issue(CLAIMS))
FORMS = [*RESIGNED, *sorted(set(UNSIGNED) - {"not ASCII"})]
EACH = 5  # one guard reads them all: a form is tried on every fifth operation, the next form on others


@pytest.mark.parametrize(("turn", "form"), list(enumerate(FORMS)), ids=FORMS)
async def test_no_operation_believes_a_forged_token(cast: Cast, turn: int, form: str) -> None:
    answered = {
        operation.name: await cast.knock(
            operation, token=_forged(cast.owner(operation), form), acting_for=cast.school
        )
        for operation in PERSONS[turn % EACH :: EACH]
    }

    assert len(FORMS) > 3 * EACH  # each operation is tried with several
    assert len(answered) > 10
    assert {name: one.status for name, one in answered.items() if one.status != 401} == {}
    assert {one.code for one in answered.values()} <= {"session-ended", "sign-in-needed"}


def _forged(good: str, form: str) -> str:
    return signed(good, **RESIGNED[form]) if form in RESIGNED else unsigned(good)[form]  # type: ignore[arg-type] # key is a str, the rest anything


async def test_the_keys_of_staff_and_verifiers_are_no_access_tokens(cast: Cast) -> None:
    for key in (*cast.town.staff.values(), cast.town.verifier):
        for operation in PERSONS:
            assert (await cast.knock(operation, token=key)).status == 401
