"""The circuit breaker as a table of states, with a clock in hand."""

from hypothesis import given
from hypothesis import strategies as st

from domain.gateway.breaker import NEXT, Breaker, BreakerState, Pass
from domain.gateway.plan import BreakerPlan

PLAN = BreakerPlan(window_seconds=10, least_calls=4, bad_percent=50, slow_seconds=2, rest_seconds=5)


class Hand:
    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def call(breaker: Breaker, *, good: bool, seconds: float = 0.1) -> bool:
    admitted = breaker.admit()
    if admitted is None:
        return False
    breaker.told(admitted, is_good=good, seconds=seconds)
    return True


def opened() -> tuple[Breaker, Hand]:
    clock = Hand()
    breaker = Breaker(PLAN, clock)
    for _ in range(4):
        call(breaker, good=False)
    return breaker, clock


def test_a_few_failures_are_not_enough() -> None:
    breaker = Breaker(PLAN, Hand())
    for _ in range(3):
        call(breaker, good=False)

    assert breaker.state is BreakerState.CLOSED


def test_half_of_enough_calls_failing_opens_it() -> None:
    breaker = Breaker(PLAN, Hand())
    for good in (True, False, True, False):
        call(breaker, good=good)

    assert breaker.state is BreakerState.OPEN
    assert breaker.admit() is None
    assert breaker.is_resting


def test_less_than_half_failing_does_not() -> None:
    breaker = Breaker(PLAN, Hand())
    for good in (True, True, False, True, False, True):
        call(breaker, good=good)

    assert breaker.state is BreakerState.CLOSED


def test_a_slow_answer_is_as_bad_as_none() -> None:
    breaker = Breaker(PLAN, Hand())
    for _ in range(4):
        call(breaker, good=True, seconds=2.1)

    assert breaker.state is BreakerState.OPEN


def test_old_failures_are_forgotten() -> None:
    clock = Hand()
    breaker = Breaker(PLAN, clock)
    for _ in range(3):
        call(breaker, good=False)
    clock.at += 10.1
    call(breaker, good=False)

    assert breaker.state is BreakerState.CLOSED


def test_after_its_rest_one_call_goes_through_and_the_others_wait_for_it() -> None:
    breaker, clock = opened()
    clock.at += 5

    probe = breaker.admit()

    assert probe is not None
    assert breaker.state is BreakerState.HALF_OPEN
    assert breaker.admit() is None
    breaker.told(probe, is_good=True, seconds=0.1)
    assert not breaker.is_resting
    assert [breaker.admit() is not None for _ in range(2)] == [True, True]


def test_a_probe_that_fails_sends_it_back_to_rest() -> None:
    breaker, clock = opened()
    clock.at += 5
    call(breaker, good=False)

    assert breaker.state is BreakerState.OPEN
    clock.at += 4.9
    assert breaker.admit() is None


def test_a_probe_whose_client_went_away_leaves_its_place_to_another() -> None:
    breaker, clock = opened()
    clock.at += 5
    probe = breaker.admit()
    assert probe is not None

    breaker.untold(probe)

    assert breaker.admit() is not None


def test_a_call_from_before_decides_nothing_afterwards() -> None:
    clock = Hand()
    breaker = Breaker(PLAN, clock)
    early = breaker.admit()
    assert early is not None
    for _ in range(4):
        call(breaker, good=False)
    clock.at += 5
    assert breaker.admit() is not None

    breaker.told(early, is_good=True, seconds=0.1)

    assert breaker.state is BreakerState.HALF_OPEN


def test_who_is_turned_away_is_told_how_long() -> None:
    breaker, clock = opened()

    assert breaker.retry_after in (5, 6)
    clock.at += 4.5
    assert breaker.retry_after == 1


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 4), st.floats(0, 7), st.booleans()), max_size=60))
def test_it_only_ever_goes_the_ways_of_its_table(calls: list[tuple[bool, float, float, bool]]) -> None:
    clock = Hand()
    breaker = Breaker(PLAN, clock)
    waiting: list[Pass] = []
    for good, seconds, pause, is_told in calls:
        before = breaker.state
        clock.at += pause
        if (admitted := breaker.admit()) is not None:
            waiting.append(admitted)
        middle = breaker.state
        if is_told and waiting:
            breaker.told(waiting.pop(0), is_good=good, seconds=seconds)

        assert middle is before or middle in NEXT[before]
        assert breaker.state is middle or breaker.state in NEXT[middle]
        assert not breaker.is_resting or breaker.admit() is None
