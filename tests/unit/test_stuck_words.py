"""Every job that may get stuck is named in words staff read."""

from typing import Any, cast

from bff import worker
from domain.usecases.note_waiting import ASKING
from domain.usecases.stuck_words import TASKS


def test_every_job_has_its_words() -> None:
    class Anything:
        def __getattr__(self, _: str) -> "Anything":
            return self

    assert {*worker.runs(cast(Any, Anything())), "read-inbox"} == set(TASKS)


def test_who_may_end_a_wait_is_a_job_there_is() -> None:
    assert set(TASKS) >= ASKING
