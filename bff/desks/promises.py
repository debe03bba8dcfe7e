"""The promise desk: what was promised for a case, what is brought for it, and what became of it."""

from dataclasses import dataclass

from domain.usecases.bring_promised import BringPromised
from domain.usecases.check_promise import CheckPromise
from domain.usecases.list_promises import ListPromises
from domain.usecases.read_promise import ReadPromise
from domain.usecases.tell_promise import TellPromise
from domain.usecases.watch_promises import WatchPromises
from domain.usecases.withdraw_promise import WithdrawPromise


@dataclass(frozen=True, slots=True)
class PromiseDesk:
    list_promises: ListPromises
    bring_promised: BringPromised
    withdraw_promise: WithdrawPromise
    tell_promise: TellPromise
    watch_promises: WatchPromises
    read_promise: ReadPromise
    check_promise: CheckPromise
