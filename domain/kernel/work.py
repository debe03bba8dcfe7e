"""The unit of work's flag: inside it the database is held, so nobody may use the network.

The flag is a context variable because the rule binds whatever runs within the transaction, however deep.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_held: ContextVar[bool] = ContextVar("held", default=False)


class NetworkInsideWork(RuntimeError):
    """A programming error: an outside call was about to be made while a transaction is open."""


def forbid_inside_work(system: str) -> None:
    """Every outbound client and Redis ask this first. Raises NetworkInsideWork."""
    if _held.get():
        raise NetworkInsideWork(system)


def is_inside_work() -> bool:
    return _held.get()


@contextmanager
def holding() -> Iterator[None]:
    """Raise the flag for the length of one transaction; used by the unit of work alone."""
    token = _held.set(True)
    try:
        yield
    finally:
        _held.reset(token)
