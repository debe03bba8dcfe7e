"""What every back-end asked to revoke (撤销) keeps to: the fake, and the adapter with the sandbox's."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Protocol
from uuid import UUID

import pytest

from adapters.approval.revocations import ApprovalRevocations
from adapters.sandbox.approval import create_app
from adapters.sandbox.approval_office import Office
from adapters.sandbox.city import City
from adapters.sandbox.kit import Books, Running
from domain.decisions.checking import RevocationDesk, RevocationFate
from domain.decisions.revocation import Basis, Revocation, RevocationState, Statement
from domain.kernel.ids import CaseId, CaseNumber, RevocationId, StaffId
from domain.kernel.personal import Free
from domain.kernel.refusal import Refused, Unavailable, Unknown
from tests.contract.stand import CALLER, Stand
from tests.fakes.revocations import FakeRevocations
from tests.sandbox.approval.back_end import CONTENT, filing

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
FIRST, SECOND = RevocationId(UUID(int=1)), RevocationId(UUID(int=2))


def asked(revocation: RevocationId = FIRST, *, signer: int = 2) -> Revocation:
    """Prepared by one, signed by another, after the person was heard."""
    return Revocation(
        revocation,
        CaseId(UUID(int=9)),
        Basis.UNQUALIFIED,
        (Free("申请时登记信息已变更"),),
        StaffId(UUID(int=1)),
        AT,
        date(2026, 11, 30),
        RevocationState.SIGNED,
        statement=Statement(Free("不是有意隐瞒"), AT),
        decided_by=StaffId(UUID(int=signer)),
    )


class World(Protocol):
    @property
    def desk(self) -> RevocationDesk: ...
    @property
    def number(self) -> CaseNumber: ...
    async def lose_the_answer(self) -> None: ...
    async def be_busy(self) -> None: ...
    async def will_keep_it(self) -> None: ...


class FakeWorld:
    def __init__(self) -> None:
        self.desk, self.number = FakeRevocations(), CaseNumber("N-1")

    async def lose_the_answer(self) -> None:
        self.desk.trouble.answer_lost = True

    async def be_busy(self) -> None:
        self.desk.trouble.before.append(Unavailable("approval", "4290"))

    async def will_keep_it(self) -> None:
        fate: RevocationFate = "refused"
        self.desk.fate = fate


class EmulatedWorld:
    def __init__(self, stand: Stand, vendor: Running, number: CaseNumber) -> None:
        self._stand, self._vendor, self.number = stand, vendor, number
        self.desk = ApprovalRevocations(stand.signed(vendor, "approval"))

    async def lose_the_answer(self) -> None:
        await self._stand.mode(self._vendor, "reset_after")

    async def be_busy(self) -> None:
        await self._stand.mode(self._vendor, "throttle")

    async def will_keep_it(self) -> None:
        await self._stand.mode(self._vendor, "keep")


@pytest.fixture(params=["fake", "emulated"])
async def world(
    request: pytest.FixtureRequest, stand: Stand, books: Books, town: City
) -> AsyncIterator[World]:
    if request.param == "fake":
        yield FakeWorld()
        return
    office = Office(bodies={body.uscc: body.name for body in town.bodies}, licence_types=town.licence_types)
    vendor = await stand.start(create_app(books, caller=CALLER, office=office, now=stand.clock.now))
    yield EmulatedWorld(stand, vendor, await granted(stand, vendor))


async def granted(stand: Stand, vendor: Running) -> CaseNumber:
    """A case that was filed, accepted and granted."""
    window = stand.signed(vendor, "approval")
    filed = await window.call("POST", ("api", "v1", "cases"), effect=True, document=filing())
    number = CaseNumber(filed.read(dict[str, str])["caseNo"])
    path = ("api", "v1", "cases", number, "materials", "0")
    await window.call("PUT", path, effect=True, content=CONTENT)
    for outcome in ("accept", "grant"):
        await stand.hand.control(vendor, "/__decide", caseNo=number, outcome=outcome)
    return number


async def test_a_request_waits_for_its_people_and_is_taken_once(world: World) -> None:
    assert await world.desk.asked(world.number, FIRST) is None

    assert await world.desk.request(world.number, asked()) == "waiting"
    assert await world.desk.request(world.number, asked()) == "waiting"

    assert await world.desk.asked(world.number, FIRST) == "waiting"


async def test_another_one_meanwhile_is_refused(world: World) -> None:
    await world.desk.request(world.number, asked())

    with pytest.raises(Refused):
        await world.desk.request(world.number, asked(SECOND))
    with pytest.raises(Refused):
        await world.desk.asked(world.number, SECOND)


async def test_nobody_signs_what_they_prepared_there_either(world: World) -> None:
    with pytest.raises(Refused):
        await world.desk.request(world.number, asked(signer=1))


async def test_its_people_may_say_no_and_be_asked_once_more(world: World) -> None:
    await world.will_keep_it()
    assert await world.desk.request(world.number, asked()) == "refused"
    assert await world.desk.asked(world.number, FIRST) == "refused"


async def test_a_lost_answer_is_unknown_and_the_request_is_there(world: World) -> None:
    await world.lose_the_answer()
    with pytest.raises(Unknown):
        await world.desk.request(world.number, asked())

    assert await world.desk.asked(world.number, FIRST) == "waiting"


async def test_a_busy_one_has_taken_nothing(world: World) -> None:
    await world.be_busy()
    with pytest.raises(Unavailable):
        await world.desk.request(world.number, asked())

    assert await world.desk.asked(world.number, FIRST) is None
