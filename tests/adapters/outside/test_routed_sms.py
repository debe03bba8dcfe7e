"""Two operators behind one sender: never both for one number of ours, unless the first certainly said no."""

from dataclasses import dataclass, field
from datetime import date

import pytest

from adapters.sms.routed import RoutedSms
from domain.invitations.outside import NO_REPORT
from domain.invitations.tries import Shares, SmsTry, TryState
from domain.kernel.personal import Phone
from domain.kernel.refusal import Outward, Refused, Unavailable, Unknown
from domain.kernel.work import NetworkInsideWork, holding
from tests.fakes.sms import FakeSms
from tests.fakes.sms_tries import FakeSmsTries, FakeVendorShares, together
from tests.sandbox.conftest import FixedClock

PERSON, VALUES, DAY = Phone("19900000101"), {"code": "123 456 789"}, date(2026, 1, 2)
WORDS = {"invite": "办理码${code}。"}


class Crash(BaseException):
    """kill -9."""


@dataclass
class Pair:
    clock: FixedClock
    tries: FakeSmsTries = field(default_factory=FakeSmsTries)
    shares: FakeVendorShares = field(default_factory=FakeVendorShares)
    chosen: tuple[str, ...] = ("first", "second")

    def __post_init__(self) -> None:
        self.first, self.second = (FakeSms(self.clock.now, WORDS) for _ in range(2))
        self.give(first=100)

    def give(self, first: int) -> None:
        of = {"first": first, "second": 100 - first}
        self.shares.kept["sms"] = Shares(of, self.clock.now(), "")

    @property
    def sms(self) -> RoutedSms:
        """As a process finds it that has just been started."""
        return RoutedSms(
            {"first": self.first, "second": self.second},
            tries=self.tries,
            shares=self.shares,
            atomic=together,
            now=self.clock.now,
            chosen=self.chosen,
            alone="first",
        )

    async def send(self, out_id: str = "n-1") -> str:
        return (await self.sms.send(PERSON, "invite", VALUES, out_id=out_id)).vendor

    async def ask(self, out_id: str = "n-1") -> str | None:
        fate = await self.sms.ask(PERSON, out_id=out_id, sent_on=DAY)
        return None if fate is None else fate.state

    @property
    def books(self) -> tuple[int, int]:
        return len(self.first.sent), len(self.second.sent)

    @property
    def states(self) -> dict[str, TryState]:
        return {one.vendor: one.state for one in self.tries.kept.values()}


@pytest.fixture
def pair(clock: FixedClock) -> Pair:
    return Pair(clock)


async def test_a_try_is_kept_before_the_operator_is_called(pair: Pair) -> None:
    class Looks(FakeSms):
        async def send(self, *_: object, **__: object) -> None:  # type: ignore[override]  # it never answers
            seen.append(dict(pair.states))
            raise Crash

    seen: list[dict[str, TryState]] = []
    pair.first = Looks(pair.clock.now, WORDS)

    with pytest.raises(Crash):
        await pair.send()

    assert seen == [{"first": TryState.TRYING}]


async def test_what_is_kept_tells_what_it_is_billed_as_and_nothing_of_the_person(pair: Pair) -> None:
    await pair.send()

    [one] = pair.tries.kept.values()
    assert (one.template, one.segments, one.state, one.reference) == (
        "invite",
        1,
        TryState.ACCEPTED,
        "fake-1",
    )
    assert PERSON.reveal() not in repr(one)


async def test_certainly_not_accepted_goes_to_the_other(pair: Pair) -> None:
    pair.first.trouble.before.append(Unavailable("sms", "Throttling.User"))

    await pair.send()

    assert pair.books == (0, 1)
    assert pair.states == {"first": TryState.UNAVAILABLE, "second": TryState.ACCEPTED}


async def test_unknown_never_goes_to_the_other_and_is_asked_of_whom_it_was_tried_with(pair: Pair) -> None:
    pair.first.trouble.answer_lost = True

    with pytest.raises(Unknown):
        await pair.send()

    assert pair.books == (1, 0)
    assert await pair.ask() == "delivered"


async def test_a_refusal_is_final_whoever_else_there_is(pair: Pair) -> None:
    pair.first.trouble.before.append(Refused("sms", "isv.MOBILE_NUMBER_ILLEGAL"))

    with pytest.raises(Refused):
        await pair.send()

    assert pair.books == (0, 0)
    assert await pair.ask() is None


async def test_when_both_are_away_nothing_went_out_and_it_may_be_tried_again(pair: Pair) -> None:
    for one in (pair.first, pair.second):
        one.trouble.before.append(Unavailable("sms", "busy"))

    with pytest.raises(Unavailable):
        await pair.send()
    await pair.send()

    assert sum(pair.books) == 1


@pytest.mark.parametrize("state", [TryState.TRYING, TryState.UNKNOWN, TryState.ACCEPTED])
async def test_after_a_crash_only_the_operator_that_was_tried_is_asked_or_called(
    pair: Pair, state: TryState
) -> None:
    pair.tries.kept["n-1", "second"] = SmsTry("n-1", "second", "invite", 1, pair.clock.now(), state)
    await pair.second.send(PERSON, "invite", VALUES, out_id="n-1")

    assert await pair.ask() == "delivered"
    await pair.send()  # the same number again, though all the shares are the first's

    assert pair.books == (0, 2)


async def test_a_crash_between_the_row_and_the_call_is_found_to_be_no_message(pair: Pair) -> None:
    pair.tries.kept["n-1", "first"] = SmsTry("n-1", "first", "invite", 1, pair.clock.now())

    assert await pair.ask() is None


async def test_an_operator_that_was_taken_away_is_not_replaced_where_it_may_have_sent(pair: Pair) -> None:
    pair.tries.kept["n-1", "third"] = SmsTry("n-1", "third", "invite", 1, pair.clock.now(), TryState.UNKNOWN)

    with pytest.raises(Unavailable, match="operator-not-set-up"):
        await pair.ask()
    with pytest.raises(Unavailable, match="operator-not-set-up"):
        await pair.send()

    assert pair.books == (0, 0)


async def test_an_operator_no_longer_chosen_is_asked_about_its_tries_and_offered_nothing(pair: Pair) -> None:
    pair.tries.kept["n-1", "first"] = SmsTry("n-1", "first", "invite", 1, pair.clock.now(), TryState.UNKNOWN)
    await pair.first.send(PERSON, "invite", VALUES, out_id="n-1")
    pair.chosen, pair.shares.kept = ("second",), {}

    assert await pair.ask() == "delivered"
    for number in range(20):
        await pair.send(f"m-{number}")

    assert pair.books == (1, 20)


@pytest.mark.parametrize("chosen", [("first", "second"), ("second", "first"), ("second",)])
async def test_a_message_of_before_tries_were_kept_is_asked_of_the_only_operator_of_then(
    pair: Pair, chosen: tuple[str, ...]
) -> None:
    pair.chosen = chosen
    await pair.first.send(PERSON, "invite", VALUES, out_id="old-1")
    pair.second.trouble.before.extend([Unavailable("sms", NO_REPORT)] * 2)

    assert await pair.ask("old-1") == "delivered"
    assert await pair.ask("old-2") is None


async def test_accepted_and_not_reported_is_waiting_where_only_reports_can_be_asked_for(pair: Pair) -> None:
    await pair.send()
    pair.first.trouble.before.append(Unavailable("sms", NO_REPORT))

    assert await pair.ask() == "waiting"


async def test_tried_and_not_reported_is_not_known(pair: Pair) -> None:
    pair.tries.kept["n-1", "first"] = SmsTry("n-1", "first", "invite", 1, pair.clock.now())
    pair.first.trouble.before.append(Unavailable("sms", NO_REPORT))

    with pytest.raises(Unavailable, match=NO_REPORT):
        await pair.ask()


async def test_messages_follow_the_shares(pair: Pair) -> None:
    pair.give(first=0)
    for number in range(5):
        await pair.send(f"n-{number}")

    pair.give(first=100)
    for number in range(5):
        await pair.send(f"m-{number}")

    assert pair.books == (5, 5)


async def test_without_shares_or_with_those_of_other_operators_everybody_rests(pair: Pair) -> None:
    pair.shares.kept["sms"] = Shares({"third": 100}, pair.clock.now(), "")
    for number in range(60):
        await pair.send(f"n-{number}")

    first, second = pair.books
    assert first > second > 0


async def test_nothing_is_kept_or_sent_while_a_transaction_is_open(pair: Pair) -> None:
    with holding(), pytest.raises(NetworkInsideWork):
        await pair.send()

    assert not pair.tries.kept


async def test_a_text_nobody_approved_is_refused_before_anything_is_kept(pair: Pair) -> None:
    with pytest.raises(Outward):
        await pair.sms.send(PERSON, "another", VALUES, out_id="n-1")

    assert not pair.tries.kept
