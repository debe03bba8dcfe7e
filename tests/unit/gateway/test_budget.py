"""The budget of second tries, with a clock in hand."""

import asyncio

from domain.gateway.budget import BudgetPlan, RetryBudget
from domain.kernel.retrying import retrying, running_retry
from tests.unit.gateway.test_breaker import Hand

PLAN = BudgetPlan(window_seconds=60, percent=10, least=2)


def test_of_a_hundred_calls_ten_may_be_retries() -> None:
    budget = RetryBudget(PLAN, Hand())
    for _ in range(100):
        budget.first()

    assert [budget.spend() for _ in range(12)] == [True] * 10 + [False] * 2


def test_where_nothing_but_retries_is_left_a_few_go_out_all_the_same() -> None:
    budget = RetryBudget(PLAN, Hand())

    assert [budget.spend() for _ in range(3)] == [True, True, False]


def test_what_is_past_the_window_counts_no_more() -> None:
    clock = Hand()
    budget = RetryBudget(PLAN, clock)
    for _ in range(3):
        budget.spend()
    clock.at += 61

    assert budget.spend()


def test_a_retry_is_known_within_its_job_and_nowhere_else() -> None:
    with retrying():
        inside = running_retry()

    assert inside is not None
    assert running_retry() is None


async def test_jobs_side_by_side_do_not_take_each_others_for_a_retry() -> None:
    async def first() -> bool:
        await asyncio.sleep(0)
        return running_retry() is None

    async def again() -> bool:
        with retrying():
            await asyncio.sleep(0)
            return running_retry() is not None

    assert all(await asyncio.gather(first(), again(), first()))
