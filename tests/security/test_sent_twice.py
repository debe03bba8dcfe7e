"""Same key, same answer (ID-1): every keyed operation sent twice by whoever may; once is all it counts."""

import pytest

from tests.architecture.contract_document import Operation
from tests.http.bodies import KEYED, Sender
from tests.http.books import books, differing
from tests.http.test_same_key_same_answer import CACHES
from tests.security.cast import Cast

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("operation", KEYED, ids=lambda operation: operation.name)
async def test_the_second_time_changes_nothing_and_answers_the_same(cast: Cast, operation: Operation) -> None:
    sender = Sender(cast, operation)
    first = await sender.send(json=sender.body, key=f"twice-{operation.name}")
    held = await books()

    second = await sender.send(json=sender.body, key=f"twice-{operation.name}")

    assert (second.status, second.code) == (first.status, first.code)
    if first.raw.is_success:
        assert second.raw.content == first.raw.content
    assert [table for table in await differing(held) if table not in CACHES] == []
