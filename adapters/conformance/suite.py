"""A port's contract (符合性用例) as checks with names: every vendor of the port answers to them."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Generic, TypeAlias, TypeVar

W_contra = TypeVar("W_contra", contravariant=True)
Run: TypeAlias = Callable[[W_contra], Awaitable[None]]


class Part(StrEnum):
    """What a check is about; a suite has one of each, or says why not."""

    HAPPY = "happy path"
    REFUSALS = "refusals"
    IDEMPOTENCY = "idempotency"
    UNKNOWN = "unknown → reconcile"
    CALLBACKS = "callbacks"
    VECTORS = "vectors"
    FAULTS = "faults"


class Needs(IntEnum):
    """What a check takes besides the port itself."""

    NOTHING = 0  # may run against a vendor's own test environment, and against the fake
    HAND = 1  # moves time, faults or the vendor's side: emulator or fake
    WIRE = 2  # looks at bytes: emulator only


@dataclass(frozen=True, slots=True)
class Check(Generic[W_contra]):
    """`name` is its sentence, as printed."""

    name: str
    part: Part
    needs: Needs
    run: Run[W_contra]


class Suite(Generic[W_contra]):
    """`without`: the parts that have no check, each with the reason."""

    def __init__(self, kind: str, *, without: Mapping[Part, str] = MappingProxyType({})) -> None:
        self.kind, self.without = kind, without
        self.checks: list[Check[W_contra]] = []

    def check(self, part: Part, needs: Needs = Needs.NOTHING) -> Callable[[Run[W_contra]], Run[W_contra]]:
        """Take the function in, under its own name. Raises ValueError: there is one of that name."""

        def take(run: Run[W_contra]) -> Run[W_contra]:
            name = getattr(run, "__name__", "").replace("_", " ")
            if any(check.name == name for check in self.checks):
                raise ValueError(f"{self.kind}: two checks are called «{name}»")
            self.checks.append(Check(name, part, needs, run))
            return run

        return take
