"""Whether what runs is another try (重试): a context variable, because whoever calls outward has to know, and
between the worker and the call nobody does."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Retry:
    """One more try of one job. `paid`: the systems whose budget it was let through by."""

    __slots__ = ("paid",)

    def __init__(self) -> None:
        self.paid: set[str] = set()


_running: ContextVar[Retry | None] = ContextVar("retry", default=None)


def running_retry() -> Retry | None:
    """None: a first try."""
    return _running.get()


@contextmanager
def retrying() -> Iterator[None]:
    """For the length of a job that was tried before; used by the worker alone."""
    token = _running.set(Retry())
    try:
        yield
    finally:
        _running.reset(token)
