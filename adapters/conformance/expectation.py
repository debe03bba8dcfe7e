"""What a check demands (断言): when it does not hold, a sentence says what was found."""

from collections.abc import Iterator
from contextlib import contextmanager

from domain.kernel.callbacks import SignatureWrong
from domain.kernel.refusal import Outward, Refused, Unavailable, Unknown


class NotConformant(Exception):
    """The adapter, or the vendor behind it, does not keep the port's contract."""


def same(found: object, wanted: object, what: str = "") -> None:
    if found != wanted:
        raise NotConformant(f"{what or 'it'} is {found!r}, and should be {wanted!r}")


def holds(condition: object, what: str) -> None:
    if not condition:
        raise NotConformant(f"it should hold, and does not: {what}")


def never(condition: object, what: str) -> None:
    if condition:
        raise NotConformant(f"it should never be, and is: {what}")


@contextmanager
def refused(reason: str | None = None) -> Iterator[None]:
    """The block is told no for good; `reason`: by this code."""
    with _outcome(Refused, reason):
        yield


@contextmanager
def unavailable(reason: str | None = None) -> Iterator[None]:
    """The block is told that nothing was accepted."""
    with _outcome(Unavailable, reason):
        yield


@contextmanager
def unknown(reason: str | None = None) -> Iterator[None]:
    """The block is told that nobody knows."""
    with _outcome(Unknown, reason):
        yield


@contextmanager
def signature_wrong() -> Iterator[None]:
    """What the block reads is not believed."""
    try:
        yield
    except SignatureWrong:
        return
    raise NotConformant("something forged was believed")


@contextmanager
def _outcome(kind: type[Outward], reason: str | None) -> Iterator[None]:
    try:
        yield
    except Outward as told:
        if type(told) is not kind:
            raise NotConformant(f"it ended as {type(told).__name__}, and should as {kind.__name__}") from told
        if reason is not None:
            same(told.reason, reason, "the reason")
        return
    raise NotConformant(f"it went through, and should have ended as {kind.__name__}")
