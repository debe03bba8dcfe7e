"""Everybody's yes is for their own matter (LK-4): twenty schools, twenty codes, twenty people, every pair."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from domain.kernel.personal import DocumentNumber, OrganisationName, PersonName, Phone
from domain.parties.records import ResponsiblePerson, Sourced
from tests.http.hand import Hand, yes
from tests.http.town import Town
from tests.support.house import NOON, rows
from tests.usecases.case_world import ORGANISATION

how_many = pytest.mark.parametrize("many", [5, pytest.param(20, marks=pytest.mark.wide)])
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass
class Invited:
    """Who speaks for a school, with what its message says and what they read of it."""

    who: tuple[PersonName, DocumentNumber]
    code: str
    hand: Hand
    matter: str
    body: dict[str, object]


def number_of(which: int) -> DocumentNumber:
    """A resident number of nobody's."""
    body = f"999999{1970 + which}02020{which:02d}"
    weighed = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return DocumentNumber(body + "10X98765432"[weighed % 11])


def code_of(which: int) -> DocumentNumber:
    """A 统一社会信用代码 of nobody's."""
    body = f"52370285MJ99{which:05d}"
    weighed = sum(SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return DocumentNumber(body + SIGNS[-weighed % 31])


def person(which: int) -> tuple[PersonName, DocumentNumber]:
    return PersonName(f"戊{'一二三四五六七八九十'[which % 10]}{'甲乙'[which // 10]}"), number_of(which)


def phone_of(which: int) -> Phone:
    return Phone(f"199000003{which:02d}")


async def invited(town: Town, many: int) -> list[Invited]:
    """Each school has its message, and whoever speaks for it has come with the code."""
    town.register.records.clear()
    for which in range(many):
        record, name = f"r1{which:05d}", OrganisationName(f"莱西市虚构第{which}培训学校")
        certificate = replace(
            ORGANISATION.certificate,
            record_id=record,
            holder_number=code_of(which),
            holder_name=name,
            licence_number=f"演370285民证字第2022-1{which:03d}号",
        )
        town.register.records[record] = replace(
            ORGANISATION,
            certificate=certificate,
            responsible=ResponsiblePerson(*person(which), "负责人", NOON),
            contact_phone=phone_of(which),
            name=Sourced(name, NOON),
        )
    for made in await town.sensed():
        await town.sign(made)
    await town.work()
    codes = {one.to.reveal(): one.wording.split("办理码")[1][:11] for one in town.sms.sent}
    return [await arrived(town, person(which), codes[phone_of(which).reveal()]) for which in range(many)]


async def arrived(town: Town, who: tuple[PersonName, DocumentNumber], code: str) -> Invited:
    hand = await town.sign_in(who, code=code)
    hand.party = (await hand.get("/v1/citizen/home"))["parties"][1]["partyId"]
    [matter] = (await hand.get("/v1/citizen/home"))["matters"]
    shown: Any = await hand.get(f"/v1/citizen/matters/{matter['matterId']}")
    return Invited(who, code, hand, matter["matterId"], yes(shown))


@how_many
async def test_of_all_pairs_of_people_and_matters_the_right_ones_say_yes(town: Town, many: int) -> None:
    everybody = await invited(town, many)
    told: dict[tuple[bool, str], set[tuple[int, str]]] = {}

    for one in everybody:
        for other in everybody:
            for party in {one.hand.party, other.hand.party}:
                answer = await one.hand.send(
                    "POST", f"/v1/citizen/matters/{other.matter}/answers", json=other.body, acting_for=party
                )
                as_whom = "own" if party == one.hand.party else "theirs"
                told.setdefault((one is other, as_whom), set()).add((answer.status, answer.code))

    assert told == {
        (True, "own"): {(201, "")},
        (False, "own"): {(404, "not-found")},
        (False, "theirs"): {(404, "not-representative")},
    }
    cases = await rows("cases")
    assert len(cases) == len({case["party_id"] for case in cases}) == many


@how_many
async def test_with_somebody_elses_code_nobody_sees_or_confirms_anything_of_theirs(
    town: Town, many: int
) -> None:
    everybody = await invited(town, many)
    town.office.sign_in.ask_sign_in_code.send_code.limits.tries.clear()  # type: ignore[attr-defined] # FakeLimits has them

    for one, other in zip(everybody, [*everybody[1:], everybody[0]], strict=True):
        hand = await town.sign_in(one.who, code=other.code)
        home = await hand.get("/v1/citizen/home")
        seen = await hand.send("GET", f"/v1/citizen/matters/{other.matter}")
        said = await hand.send("POST", f"/v1/citizen/matters/{other.matter}/answers", json=other.body)

        assert other.hand.party not in str(home)
        assert [(seen.status, seen.code), (said.status, said.code)] == [(404, "not-found")] * 2
    assert await rows("cases") == []
