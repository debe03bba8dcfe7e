"""That an adapter does not use the network while a transaction is open (事务中不联网)."""

from collections.abc import Iterator
from contextlib import contextmanager

from adapters.conformance.expectation import NotConformant
from domain.kernel.work import NetworkInsideWork, holding


@contextmanager
def stopped_inside_work() -> Iterator[None]:
    """The block is stopped before anything leaves the house."""
    try:
        with holding():
            yield
    except NetworkInsideWork:
        return
    raise NotConformant("a call went out while a transaction was open")
