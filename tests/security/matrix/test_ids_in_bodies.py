"""Somebody else's id in a body is answered as one that nobody has (AZ-2): same bytes, no change."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from tortoise.connection import get_connection

from domain.kernel.ids import unshort
from tests.architecture.contract_document import OPERATIONS, Node, Operation, resolved
from tests.http.caller import Answer
from tests.security.cast import MINI, STRANGE
from tests.security.matrix.scene import CACHES, Scene, Way, shared
from tests.security.matrix.test_matrix import prepared

pytestmark = pytest.mark.asyncio(loop_scope="package")


class Named(NamedTuple):
    """What is named, and where it stands whose it is."""

    prefix: str
    table: str
    owner: str


CASE = Named("case", "cases", "party_id")
LICENCE = Named("lic", "licences", "holder_id")
ADDRESS = Named("adr", "addresses", "person_id")
MATTER = Named("mtr", "matters", "holder_id")
IDS: Mapping[tuple[str, str], Named] = {
    ("put_supplement_licence", "licenceId"): LICENCE,
    ("put_form_licence", "licenceId"): LICENCE,
    ("edit_form", "pickup.addressId"): ADDRESS,
    ("edit_form", "delivery.addressId"): ADDRESS,
    ("sign_forms", "cases.caseId"): CASE,
    ("sign_own_forms", "cases.caseId"): CASE,
    ("confirm_forms", "forms.caseId"): CASE,
    ("order_wallet", "licenceIds"): LICENCE,
    ("raise_grievance", "caseId"): CASE,
    ("raise_grievance", "licenceId"): LICENCE,
    ("open_identity_check", "matterId"): MATTER,
    ("open_wechat_check", "matterId"): MATTER,
    ("open_other_way", "matterId"): MATTER,
    ("open_wechat_way", "matterId"): MATTER,
}
# the office's own, named by its own people, who are told why not
OF_THE_OFFICE = {("note_call", "matterId"), ("prepare_revocation", "recheckId"), ("open_visit", "matterId")}
INSIDE = {one.name for one in OPERATIONS if one.told["x-audience"] == "enterprise"}
# kept with the check and looked up by nobody: test_faces.py, a face for another one counts for nothing
COMPARED_LATER = {
    (name, "mandateId")
    for name in ("open_identity_check", "open_wechat_check", "open_other_way", "open_wechat_way")
}
OTHERS = [
    (operation, place, named)
    for (name, place), named in IDS.items()
    for operation in OPERATIONS
    if shared(operation) == name
]


def ids_of(node: Node, place: str = "") -> Iterator[str]:
    told = resolved(node)
    for part in told.get("allOf", ()):
        yield from ids_of(part, place)
    for name, value in told.get("properties", {}).items():
        if name.endswith(("Id", "Ids")) and name != "templateId":  # the platform's, and public
            yield place + name
        yield from ids_of(value, f"{place}{name}.")
    if "items" in told:
        yield from ids_of(told["items"], place)


def bodies_with_ids() -> set[tuple[str, str]]:
    return {
        (shared(operation), place)
        for operation in OPERATIONS
        if operation.told["x-audience"] != "vendor"
        for content in [operation.told.get("requestBody", {}).get("content", {})]
        if "application/json" in content
        for place in ids_of(content["application/json"]["schema"])
    }


async def test_every_id_of_a_body_stands_here() -> None:
    assert bodies_with_ids() == {*IDS, *OF_THE_OFFICE, *COMPARED_LATER}


@pytest.mark.parametrize(
    ("operation", "place", "named"), OTHERS, ids=[f"{one.name}: {place}" for one, place, _ in OTHERS]
)
async def test_somebody_elses_id_in_a_body_is_answered_as_one_that_nobody_has(
    town_of_all: Scene, operation: Operation, place: str, named: Named
) -> None:
    scene, who = town_of_all, right_one(operation)
    way = await prepared(scene, operation)
    body = (scene.cast.body(operation) if way.body is None else way.body)["json"]
    known = scene.cast.paths[f"{SINGULAR[named.table]}Id"]
    await given_away(scene, named, known)
    await scene.rewind.written()

    theirs = await scene.knock(operation, who, with_id(way, body, place, known))
    nobodys = await scene.knock(operation, who, with_id(way, body, place, f"{named.prefix}_{STRANGE}"))

    assert (theirs.status, theirs.code) == (404, "not-found"), theirs.body
    assert told(theirs) == told(nobodys)
    assert await scene.rewind.written() <= CACHES


SINGULAR = {"addresses": "address", "cases": "case", "licences": "licence", "matters": "matter"}


# of a parcel, what is said beside whose address it is
OF_A_PARCEL: Mapping[str, Mapping[str, Any]] = {
    "pickup": {"window": {"day": "2026-11-24", "start": "09:00", "end": "11:00"}},
    "delivery": {},
}


def right_one(operation: Operation) -> str:
    if operation.told["x-audience"] == "staff":
        return "staff clerk"
    return f"{MINI}甲 for the school" if operation.name in INSIDE else "甲 for the school"


async def given_away(scene: Scene, named: Named, known: str) -> None:
    """It is 乙's from now on."""
    yi = (await scene.town.office.identity.recognise_person(scene.cast.yi.token)).person
    await get_connection("default").execute_query(
        f"UPDATE {named.table} SET {named.owner} = %s WHERE id = %s",  # noqa: S608 - our own names
        [yi, unshort(named.prefix, known)],
    )


def with_id(way: Way, body: Mapping[str, Any], place: str, known: str) -> Way:
    """The same, but for the id at that place."""
    outer, _, inner = place.rpartition(".")
    named: object = [known] if place.endswith("Ids") else known
    told: dict[str, object] = {inner: named}
    if outer:
        told = {
            outer: [{**body[outer][0], inner: named}]
            if outer in body
            else {**OF_A_PARCEL[outer], inner: named}
        }
    return replace(way, body={"json": {**body, **told}})


def told(answer: Answer) -> bytes:
    """But for the request's own number."""
    return answer.raw.content.replace(answer.body["instance"].encode(), b"")
