"""A colleague of another body (所辖机关) finds nothing of this one: under no id, in no list, in no count."""

import pytest

from bff.http.remits import OF_NO_BODY as PREFIXES_OF_NO_BODY
from bff.http.remits import WORK
from domain.staff.account import Role
from tests.architecture.contract_document import OPERATIONS, Operation
from tests.security.cast import PREFIXES, Cast, parameters_of, unknown, with_ids
from tests.security.matrix.who import WHO
from tests.security.offices import OF_NO_BODY, colleague
from tests.usecases.case_world import LAIXI, SCHOOL
from tests.usecases.start_world import QINGDAO

pytestmark = pytest.mark.asyncio(loop_scope="module")

ELSEWHERE = {
    "accountChangeId",
    "staffSessionId",
    "stuckId",
}  # of who keeps accounts, of oneself, of who mends
OF_BODIES = [
    operation
    for operation in with_ids("staff")
    if set(parameters_of(operation)) - OF_NO_BODY
    and not set(parameters_of(operation)) & ELSEWHERE
    and ("staff clerk" in WHO[operation.name] or "staff chief" in WHO[operation.name])
]
LISTS = {
    "list_push_lists": Role.CHIEF,
    "list_doubts": Role.CLERK,
    "list_calls": Role.CLERK,
    "list_clocks": Role.CLERK,
    "list_certificates": Role.CLERK,
    "list_arriving": Role.CLERK,
    "list_appointments": Role.CLERK,
    "list_shadows": Role.CLERK,
    "list_visits": Role.CLERK,
}
QUEUES = {
    Role.CLERK: ("doubts", "calls", "instant", "clocks", "certificates", "grievances"),
    Role.CHIEF: ("push_lists", "doubts", "instant", "clocks", "grievances"),
}


def _one_of(operation: Operation) -> Role:
    """Whose operation it is."""
    return Role.CLERK if "staff clerk" in WHO[operation.name] else Role.CHIEF


@pytest.mark.parametrize("operation", OF_BODIES, ids=lambda operation: operation.name)
async def test_under_an_id_of_this_body_there_is_nothing_for_another(
    cast: Cast, operation: Operation
) -> None:
    token = cast.others[_one_of(operation)]
    nobodys = cast.path(operation, **{name: unknown(name) for name in parameters_of(operation)})

    theirs = await cast.knock(operation, token=token)
    unknown_one = await cast.knock(operation, token=token, path=nobodys)

    assert theirs.status == 404
    assert _told(theirs.raw.content, theirs.body) == _told(unknown_one.raw.content, unknown_one.body)


@pytest.mark.parametrize(
    "operation", [one for one in OF_BODIES if "requestBody" in one.told], ids=lambda operation: operation.name
)
async def test_a_body_that_is_none_tells_another_office_nothing_either(
    cast: Cast, operation: Operation
) -> None:
    token, kept = cast.others[_one_of(operation)], cast.bodies.get(operation.name, {})
    nobodys = cast.path(operation, **{name: unknown(name) for name in parameters_of(operation)})
    cast.bodies[operation.name] = {"content": b"{", "headers": {"Content-Type": "application/json"}}

    theirs = await cast.knock(operation, token=token)
    unknown_one = await cast.knock(operation, token=token, path=nobodys)

    cast.bodies[operation.name] = kept
    assert (theirs.status, unknown_one.status) == (404, 404)
    assert _told(theirs.raw.content, theirs.body) == _told(unknown_one.raw.content, unknown_one.body)


@pytest.mark.parametrize(
    "operation",
    [one for one in OF_BODIES if one.method == "get" and "visitId" not in parameters_of(one)],
    ids=lambda operation: operation.name,
)
async def test_a_colleague_of_the_body_reads_what_the_hall_reads(cast: Cast, operation: Operation) -> None:
    role = _one_of(operation)

    hall = await cast.knock(operation, token=cast.town.staff[role])
    own = await cast.knock(operation, token=await _own(cast, role))

    # a call of nobody we know about nothing we know is the hall's
    assert own.status == (404 if "callId" in parameters_of(operation) else hall.status) != 500


@pytest.mark.parametrize("name", LISTS)
async def test_no_list_shows_anything_of_this_body_to_another(cast: Cast, name: str) -> None:
    [operation] = [one for one in OPERATIONS if one.name == name]

    listed = await cast.knock(operation, token=cast.others[LISTS[name]])

    assert listed.status == 200
    assert _shown(cast, listed.raw.text) == set()


@pytest.mark.parametrize("name", sorted(LISTS.keys() - {"list_visits"}))
async def test_the_lists_of_a_colleague_of_the_body_are_those_of_the_hall(cast: Cast, name: str) -> None:
    [operation] = [one for one in OPERATIONS if one.name == name]

    own = await cast.knock(operation, token=await _own(cast, LISTS[name]))
    hall = await cast.knock(operation, token=cast.town.staff[LISTS[name]])

    assert _shown(cast, own.raw.text) == _shown(cast, hall.raw.text) - {cast.paths["callId"]}


@pytest.mark.parametrize(("role", "queue"), [(role, one) for role, those in QUEUES.items() for one in those])
async def test_no_queue_counts_or_shows_it(cast: Cast, role: Role, queue: str) -> None:
    read = await cast.town.caller.expect(200, "GET", f"/v1/console/today/{queue}", token=cast.others[role])

    assert (read["count"], read["rows"]) == (0, [])


@pytest.mark.parametrize("role", QUEUES)
async def test_the_morning_of_another_office_is_empty(cast: Cast, role: Role) -> None:
    today = await cast.town.caller.expect(200, "GET", "/v1/console/today", token=cast.others[role])

    assert {one["count"] for one in today["queues"]} == {0}


async def test_nobody_of_another_body_finds_the_case_by_its_number_or_the_end_of_it_or_its_holder(
    cast: Cast,
) -> None:
    case = await cast.town.caller.expect(
        200, "GET", f"/v1/console/cases/{cast.paths['caseId']}", token=cast.town.staff[Role.CLERK]
    )
    number = case["case"]["number"]

    found = [
        [
            (await cast.town.caller.expect(200, "GET", f"/v1/console/cases?q={text}", token=token))["cases"]
            for text in (number, number[-8:], SCHOOL[1].reveal())
        ]
        for token in (cast.town.staff[Role.CLERK], cast.others[Role.CLERK])
    ]

    assert [bool(one) for one in found[0]] == [True, True, True]
    assert found[1] == [[], [], []]


async def test_who_works_for_some_bodies_opens_no_visit_and_signs_nothing_that_holds_for_all(
    cast: Cast,
) -> None:
    every_bodys = [one for one in OPERATIONS if one.told.get("x-every-body")]

    refused = {one.name: (await cast.knock(one, token=cast.others[_one_of(one)])).code for one in every_bodys}

    assert set(refused.values()) == {"role-missing"}
    assert "open_visit" in refused


async def test_a_matter_of_another_body_is_none_for_who_notes_a_call(cast: Cast) -> None:
    path, said = "/v1/console/calls", {"reason": "call_me", "phone": "19900000118"}
    about = [cast.paths["matterId"], unknown("matterId")]

    told = [
        await cast.town.caller.send(
            "POST", path, json={**said, "matterId": one}, token=cast.others[Role.CLERK], key=f"noted-{one}"
        )
        for one in about
    ]

    assert [one.status for one in told] == [404, 404]
    assert len({_told(one.raw.content, one.body) for one in told}) == 1


async def test_a_number_told_of_this_bodys_matter_is_just_a_number_to_another(cast: Cast) -> None:
    path, said = "/v1/console/calls", {"reason": "call_me", "phone": "19900000118"}
    hall, others = cast.town.staff[Role.CLERK], cast.others[Role.CLERK]

    ours, theirs = [
        (await cast.town.caller.expect(201, "POST", path, json=said, token=token, key=f"by-{token[:8]}"))
        for token in (hall, others)
    ]

    assert ours["callId"] != theirs["callId"]


async def test_a_grievance_is_handed_to_nobody_of_another_body(cast: Cast) -> None:
    path = f"/v1/console/grievances/{cast.paths['grievanceId']}/handover"
    logins = ["clerk-o", "nobody-here"]

    told = [
        await cast.town.caller.send(
            "POST",
            path,
            json={"reason": "请这位同事答复", "to": login},
            token=cast.town.staff[Role.CHIEF],
            key=f"handed-{login}",
        )
        for login in logins
    ]

    assert [one.status for one in told] == [404, 404]


async def test_every_id_of_the_desk_is_asked_about_or_is_of_no_body() -> None:
    # a visit is the hall's: whatever stands below one is out of reach with it
    beside_visits = [one for one in with_ids("staff") if "visitId" not in parameters_of(one)]

    named = {name for operation in beside_visits for name in parameters_of(operation)}
    prefixes = {PREFIXES[name] for name in named if name in PREFIXES}

    assert prefixes - set(WORK) - PREFIXES_OF_NO_BODY == set()


async def _own(cast: Cast, role: Role) -> str:
    """A colleague's token of the bodies that everything here is of."""
    key = f"own-{role}"
    if key not in cast.to_end:
        cast.to_end[key] = await colleague(cast.town, role, key, LAIXI, QINGDAO)
    return cast.to_end[key]


def _shown(cast: Cast, text: str) -> set[str]:
    """The ids of the cast that stand in it."""
    return {one for one in cast.paths.values() if "_0" in one and one in text}


def _told(content: bytes, body: dict[str, str]) -> bytes:
    """The answer but for the request's own number."""
    return content.replace(body["instance"].encode(), b"")
