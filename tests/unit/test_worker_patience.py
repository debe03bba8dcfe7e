"""How long the worker goes on trying: past a long holiday for the outside, briefly for our own faults."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from procrastinate.jobs import Job

from bff.office import Office
from bff.worker import OwnFaultError, Pace, PatientRetry, _noting
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.kernel.retrying import running_retry
from domain.staff.stuck import Tries


def _waits(error: Exception) -> timedelta:
    """All waits between the first try and the last, together."""
    retry, waited = PatientRetry(Pace()), timedelta()
    job = Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="fetch-licence", attempts=0)
    while decision := retry.get_retry_decision(exception=error, job=job):
        assert decision.retry_at is not None
        waited += decision.retry_at - datetime.now(UTC)  # noqa: TID251 - procrastinate counts from now
        job = job.evolve(attempts=job.attempts + 1)
    return waited


@pytest.mark.parametrize("error", [Unavailable("licences", "not-there-yet"), Unknown("courier", "timeout")])
def test_an_office_that_rests_for_the_october_holiday_is_waited_for(error: Exception) -> None:
    assert timedelta(days=9) < _waits(error) < timedelta(days=25)


def test_what_was_refused_is_left_to_a_person_at_once() -> None:
    assert _waits(Refused("courier", "bad-address")) == timedelta()


def test_our_own_fault_is_tried_a_few_times() -> None:
    assert timedelta() < _waits(ValueError("a bug")) < timedelta(minutes=10)


@pytest.mark.parametrize(("own", "goes_on"), [(1, True), (5, True), (6, False)])
def test_faults_of_our_own_are_counted_apart_from_an_office_that_was_away(own: int, *, goes_on: bool) -> None:
    job = Job(id=1, queue="q", lock=None, queueing_lock=None, task_name="fetch-licence", attempts=40)

    decision = PatientRetry(Pace()).get_retry_decision(exception=OwnFaultError(own), job=job)

    assert (decision is not None) is goes_on


@pytest.mark.parametrize("trouble", [ValueError("a bug"), Unavailable("licences", "http-503")])
async def test_only_a_fault_of_our_own_is_raised_with_how_many_there_were(trouble: Exception) -> None:
    async def run() -> None:
        raise trouble

    async def noted(*_: object) -> Tries:
        return Tries(9, datetime(2026, 1, 2, tzinfo=UTC), own=2)

    office = cast(Office, SimpleNamespace(today=SimpleNamespace(note_trouble=noted)))
    context = SimpleNamespace(job=SimpleNamespace(id=1, attempts=8, task_name="file-case"))

    with pytest.raises(Exception) as raised:  # noqa: PT011 - which of the two is looked at next
        await _noting(office, run)(cast(Any, context))

    if isinstance(trouble, Unavailable):
        assert raised.value is trouble
    else:
        assert isinstance(raised.value, OwnFaultError)
        assert (raised.value.tries, raised.value.__cause__) == (2, trouble)


class NoTrouble:
    async def __call__(self, *_: object) -> None: ...

    async def over(self, *_: object) -> None: ...


@pytest.mark.parametrize("attempts", [0, 1])
async def test_a_job_tried_before_says_so_to_whatever_it_calls(attempts: int) -> None:
    seen: list[bool] = []

    async def run() -> None:
        seen.append(running_retry() is not None)

    office = cast(Office, SimpleNamespace(today=SimpleNamespace(note_trouble=NoTrouble())))
    context = SimpleNamespace(job=SimpleNamespace(id=1, attempts=attempts, task_name="file-case"))

    await _noting(office, run)(cast(Any, context))

    assert seen == [attempts > 0]
