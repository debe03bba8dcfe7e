"""What a row of the table of screens is made of: a screen, and what it shows in each of its states."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from tests.browser.phone import Phone

Change = Callable[[Any], Any]
Act = Callable[[Phone], None]


class Kind(StrEnum):
    """The states a screen may be met in; each stands in every row, or the reason why it cannot be."""

    READY = "ready"
    LOADING = "loading"
    EMPTY = "empty"
    ERROR = "error"
    OFFLINE = "offline"
    ELSEWHERE = "elsewhere"  # done on another phone meanwhile, or by the time that passed
    EXPIRED = "expired"  # last: whoever is signed out stays so


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """`shows`: the name of what must be there, or a selector in brackets; `says` changes the answers.

    `troubled` is the problem every read meets; with `is_held` nobody answers; `acts` are done once it opened;
    `kept` is what the tab remembers beside what it does for the whole screen.
    """

    shows: str
    path: str = ""
    says: Mapping[str, Change] = field(default_factory=dict)
    refuses: Mapping[str, str] = field(default_factory=dict)
    troubled: str = ""
    is_held: bool = False
    is_offline: bool = False
    acts: tuple[Act, ...] = ()
    kept: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """`kept`: what the tab remembers of the steps before; `is_open`: to whoever is not signed in.

    `faces`: what else it may show, by a name of its own.
    """

    name: str
    path: str
    states: Mapping[Kind, State | str]
    faces: Mapping[str, State] = field(default_factory=dict)
    kept: Mapping[str, Any] = field(default_factory=dict)
    is_open: bool = False
    goes_on: bool = False  # by itself, once it is answered

    def met(self) -> list[tuple[str, State]]:
        """Ready first, signed out last."""
        usual = [(str(kind), state) for kind in Kind if isinstance(state := self.states[kind], State)]
        signed_out = [one for one in usual if one[0] == Kind.EXPIRED]
        return [one for one in usual if one not in signed_out] + [*self.faces.items()] + signed_out


OPEN_TO_ALL = "nobody has to be signed in here"
ASKS_NOTHING = "it asks the office nothing before something is tapped"
NOTHING_TO_FINISH = "it holds nothing that could be finished elsewhere"
AS_IT_IS_NOW = "what was done elsewhere stands on it like everything else"
ALWAYS_SOMETHING = "it is always about something"
FETCHES_NOTHING = State(shows="offline", is_offline=True)


def reading(
    name: str,
    path: str,
    shows: str,
    *,
    empty: State | str = ALWAYS_SOMETHING,
    elsewhere: State | str = NOTHING_TO_FINISH,
    signed_out: str = "problem",
    acts: tuple[Act, ...] = (),
    says: Mapping[str, Change] | None = None,
    faces: Mapping[str, State] | None = None,
    is_open: bool = False,
) -> Screen:
    """A screen that asks the office for what it shows."""
    states: dict[Kind, State | str] = {
        Kind.READY: State(shows=shows, acts=acts, says=says or {}),
        Kind.LOADING: State(shows="loading", is_held=True),
        Kind.EMPTY: empty,
        Kind.ERROR: State(shows="problem", troubled="temporarily-unavailable"),
        Kind.OFFLINE: State(shows="problem", is_offline=True),
        Kind.ELSEWHERE: elsewhere,
        Kind.EXPIRED: OPEN_TO_ALL if is_open else State(shows=signed_out, troubled="session-ended"),
    }
    return Screen(name=name, path=path, states=states, faces=faces or {}, is_open=is_open)


def asking(
    name: str,
    path: str,
    shows: str,
    *,
    sends: State,
    operation: str,
    acts: tuple[Act, ...] = (),
    kept: Mapping[str, Any] | None = None,
    faces: Mapping[str, State] | None = None,
    problem: str = "temporarily-unavailable",
    elsewhere: State | str = NOTHING_TO_FINISH,
    expired: State | str = OPEN_TO_ALL,
    is_open: bool = True,
) -> Screen:
    """A screen with something to fill in; it asks the office only once `sends` was done."""
    states: dict[Kind, State | str] = {
        Kind.READY: State(shows=shows, acts=acts),
        Kind.LOADING: replace(sends, shows="[aria-busy=true]", is_held=True),
        Kind.EMPTY: ALWAYS_SOMETHING,
        Kind.ERROR: replace(sends, shows="problem", refuses={operation: problem}),
        Kind.OFFLINE: replace(sends, shows="problem", is_offline=True),
        Kind.ELSEWHERE: elsewhere,
        Kind.EXPIRED: expired,
    }
    return Screen(name=name, path=path, states=states, faces=faces or {}, kept=kept or {}, is_open=is_open)


def emptied(*names: str) -> Change:
    """The contract's answer with nothing in these lists."""
    return lambda body: body | {name: [] for name in names}


def changed(**values: Any) -> Change:
    """The contract's answer with other values; what is None is left out."""

    def change(body: Any) -> Any:
        return {name: value for name, value in (body | values).items() if value is not None}

    return change


def instead(body: Any) -> Change:
    """Another answer."""
    return lambda _: body


def tapped(*names: str) -> tuple[Act, ...]:
    return tuple((lambda phone, name=name: phone.tap(name)) for name in names)


def filled(name: str, text: str) -> Act:
    return lambda phone: phone.on(name).fill(text)


def ticked(*names: str) -> tuple[Act, ...]:
    return tuple((lambda phone, name=name: phone.tick(name)) for name in names)
