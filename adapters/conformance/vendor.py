"""One vendor of a port (供应商) to be checked: how it is opened, by which account, its own checks."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Generic, TypeVar

from adapters.conformance.stage import Stage
from adapters.conformance.suite import Check, Suite

W = TypeVar("W")


@dataclass(frozen=True)
class VendorKit(Generic[W]):
    """`account`: the sandbox's value of all that `stage.given` is asked for; `secret`: which of them signs.

    `own`: what is asked of this vendor alone. `name` is its name in compose and in docs/vendors.
    """

    name: str
    suite: Suite[W]
    open: Callable[[Stage], AbstractAsyncContextManager[W]]
    account: Mapping[str, str]
    secret: str
    own: Suite[W] | None = None

    @property
    def checks(self) -> Sequence[Check[W]]:
        return (*self.suite.checks, *(self.own.checks if self.own else ()))
