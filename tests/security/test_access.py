"""Somebody else's id is as one that nobody has (AZ-2); an old face binds nobody. Who may do what: matrix/."""

from datetime import timedelta

import pytest

from tests.architecture.contract_document import OPERATIONS, Operation
from tests.http.caller import BY_NAME
from tests.http.hand import Hand
from tests.security.cast import Cast, parameters_of, unknown, with_ids
from tests.security.matrix.who import WHO

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("operation", with_ids("person", "enterprise"), ids=lambda operation: operation.name)
async def test_a_strangers_id_answers_as_an_unknown_one_does(cast: Cast, operation: Operation) -> None:
    nobodys = cast.path(operation, **{name: unknown(name) for name in parameters_of(operation)})

    token = cast.stranger(operation)
    if operation.name in {"finish_wechat_check", "send_wechat_check_code", "finish_wechat_way"}:
        token = cast.mini["nobody known"]  # the check is the stranger's own
    theirs = await cast.knock(operation, token=token)
    unknown_one = await cast.knock(operation, token=token, path=nobodys)
    malformed = await cast.knock(
        operation,
        token=token,
        path=cast.path(operation, **dict.fromkeys(parameters_of(operation), "x")),
    )

    assert theirs.status == 404
    assert _told(theirs.raw.content, theirs.body) == _told(unknown_one.raw.content, unknown_one.body)
    assert _told(theirs.raw.content, theirs.body) == _told(malformed.raw.content, malformed.body)


async def test_somebody_elses_check_answers_as_an_unknown_one_does(cast: Cast) -> None:
    operation = BY_NAME["finish_identity_check"]
    wrong = {"json": {"resumeToken": "invented-resume-token-0000", "ticket": "0" * 64}}
    cast.bodies["finish_identity_check"], kept = wrong, cast.bodies["finish_identity_check"]

    theirs = await cast.knock(operation)
    unknown_one = await cast.knock(
        operation, path=cast.path(operation, identityCheckId=unknown("identityCheckId"))
    )

    cast.bodies["finish_identity_check"] = kept
    assert theirs.status == 404
    assert _told(theirs.raw.content, theirs.body) == _told(unknown_one.raw.content, unknown_one.body)


@pytest.mark.parametrize("operation", with_ids("staff"), ids=lambda operation: operation.name)
@pytest.mark.parametrize(
    "spoilt", ["unknown", "case_00000000000000000000000007", "x", "%00", "%FF", "..%2F.."]
)
async def test_staff_find_nothing_under_an_id_that_is_none(
    cast: Cast, operation: Operation, spoilt: str
) -> None:
    keys = cast.tokens()
    who = WHO[operation.name].split(", ")[0]
    path = cast.path(
        operation,
        **{name: unknown(name) if spoilt == "unknown" else spoilt for name in parameters_of(operation)},
    )

    answer = await cast.knock(operation, token=keys[who][0], path=path)

    assert (answer.status, answer.code) == (404, "not-found")


async def test_the_school_is_as_closed_as_a_party_nobody_has(cast: Cast) -> None:
    operation = BY_NAME["read_home"]

    theirs = await cast.knock(operation, token=cast.yi.token, acting_for=cast.school)
    nobodys = await cast.knock(operation, token=cast.yi.token, acting_for="pty_" + "0" * 25 + "7")

    assert theirs.status == 404
    assert _told(theirs.raw.content, theirs.body) == _told(nobodys.raw.content, nobodys.body)


async def test_who_speaks_for_nobody_sees_nothing_of_the_school_on_the_first_screen(cast: Cast) -> None:
    for hand in (cast.yi, cast.bing):
        home = await hand.get("/v1/citizen/home")

        assert (home["matters"], home["cases"], home["cards"]) == ([], [], 0)
        assert cast.school not in str(home)


@pytest.mark.parametrize(
    "operation", [one for one in OPERATIONS if one.told["x-level"] == "face"], ids=lambda one: one.name
)
async def test_a_face_of_six_minutes_ago_binds_nobody(cast: Cast, operation: Operation) -> None:
    cast.town.clock.go_on(timedelta(minutes=6))

    answer = await cast.knock(operation, token=cast.owner(operation), acting_for=cast.school)

    cast.town.clock.go_on(-timedelta(minutes=6))
    assert (answer.status, answer.code, answer.body["needs"]) == (401, "face-needed", "face")
    assert "insufficient_user_authentication" in answer.raw.headers["www-authenticate"]


async def test_a_document_is_found_in_its_own_case_only(cast: Cast) -> None:
    operation = BY_NAME["read_document"]
    hand: Hand = cast.jia

    elsewhere = await cast.knock(
        operation,
        token=hand.token,
        acting_for=cast.school,
        path=cast.path(operation, documentId=unknown("documentId")),
    )

    assert elsewhere.status == 404


def _told(content: bytes, body: dict[str, str]) -> bytes:
    """The answer but for the request's own number."""
    return content.replace(body["instance"].encode(), b"")
