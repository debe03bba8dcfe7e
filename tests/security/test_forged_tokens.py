"""Forged tokens (SE-1): none is believed, by no operation that asks for a token."""

import pytest

from adapters.tokens.es256 import Es256AccessTokens
from tests.adapters.test_access_tokens import CLAIMS, RESIGNED, signed
from tests.adapters.test_access_tokens import _unsigned as unsigned
from tests.architecture.contract_document import OPERATIONS
from tests.http.books import books, differing
from tests.security.cast import Cast
from tests.support.house import RING, HandClock

pytestmark = pytest.mark.asyncio(loop_scope="module")

PERSONS = [operation for operation in OPERATIONS if operation.told["x-audience"] in ("person", "enterprise")]
OTHERS = [operation for operation in OPERATIONS if operation.told["x-audience"] in ("staff", "verifier")]
# HTTP itself carries no such header; tests/http/test_framing.py sends its bytes
UNSIGNED = unsigned(Es256AccessTokens(RING, HandClock()).issue(CLAIMS))
FORMS = [*RESIGNED, *sorted(set(UNSIGNED) - {"not ASCII"})]
EACH = 5


@pytest.mark.parametrize("form", FORMS)
async def test_no_operation_believes_a_forged_token(cast: Cast, form: str) -> None:
    """One that would be good there but for this."""
    forged, before = {good: _forged(good, form) for good in (cast.jia.token, cast.mini["甲"])}, await books()

    answered = {
        operation.name: await cast.knock(
            operation, token=forged[cast.owner(operation)], acting_for=cast.school
        )
        for operation in PERSONS
    }

    assert len(FORMS) > 40
    assert {name: one.status for name, one in answered.items() if one.status != 401} == {}
    assert {one.code for one in answered.values()} <= {"session-ended", "sign-in-needed"}
    assert await differing(before) == []


@pytest.mark.parametrize("form", FORMS[::EACH])
async def test_a_forged_token_is_no_key_of_staff_or_verifiers_either(cast: Cast, form: str) -> None:
    """Theirs are no such tokens; one look-up reads them all."""
    forged, before = _forged(cast.jia.token, form), await books()

    told = [await cast.knock(operation, token=forged) for operation in OTHERS]

    assert {(one.status, one.code) for one in told} <= {(401, "key-unknown"), (401, "sign-in-needed")}
    assert await differing(before) == []


def _forged(good: str, form: str) -> str:
    return signed(good, **RESIGNED[form]) if form in RESIGNED else unsigned(good)[form]  # type: ignore[arg-type] # key is a str, the rest anything


async def test_the_keys_of_staff_and_verifiers_are_no_access_tokens(cast: Cast) -> None:
    for key in (*cast.town.staff.values(), cast.town.verifier):
        for operation in PERSONS:
            assert (await cast.knock(operation, token=key)).status == 401
