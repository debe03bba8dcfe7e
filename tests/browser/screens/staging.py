"""How a screen is brought into one of its states, on the contract's examples and without an office."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from playwright.sync_api import Locator, expect

from tests.browser.paper import Paper
from tests.browser.phone import Phone
from tests.browser.screens.kinds import Kind, Screen, State

NOW = datetime(2026, 12, 2, 3, 11, 30, tzinfo=UTC)  # a morning at which the contract's examples make sense
NEUTRAL = "/code"  # a screen that asks nothing
NOTHING = "/static/icons/palm.svg"
PATIENCE_MS = 20_000
REMEMBER = """
  ([kept, isSignedIn]) => {
    sessionStorage.clear();
    localStorage.clear();
    Object.assign(sessionStorage, kept);
    if (isSignedIn) localStorage.setItem("palm.signed-in", "yes");
  }
"""
READER = "import('/static/lib/read-aloud.js')"  # care mode takes it when it is turned on
SAID = "[...document.querySelectorAll('main')].map((one) => one.innerText).join().slice(0, 300)"


@dataclass
class Stage:
    """One phone and one office of paper, for all screens one after the other."""

    phone: Phone
    paper: Paper
    _loads: int = 0
    _is_worn: bool = True  # somebody did something with the document that is open
    _of: str = ""  # the screen it was opened for

    @classmethod
    def of(cls, phone: Phone, paper: Paper) -> Self:
        paper.now = NOW
        phone.page.clock.set_fixed_time(NOW)
        phone.page.set_default_timeout(PATIENCE_MS)
        phone.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        held = cls(phone, paper)
        held._turn_away()
        return held

    @contextmanager
    def met(self, screen: Screen, kind: str, state: State) -> Iterator[None]:
        """The screen in this state, as long as the block lasts."""
        if self._is_worn or state.kept or self._of != screen.name:
            self._open_anew(screen, state)
            self._of = screen.name
        is_acted = bool(state.acts or state.kept or screen.kept)
        self._is_worn = is_acted or screen.goes_on or kind == Kind.EXPIRED
        self.paper.finish()  # what the state before asked for gets none of this one's answers
        try:
            self._office(state)
            self.phone.context.set_offline(state.is_offline)
            self._go(state.path or screen.path)
            for act in state.acts:
                act(self.phone)
            self._is_shown(state, f"{screen.name}, {kind}")
            yield
        finally:
            self.phone.context.set_offline(offline=False)
            if self._is_worn:
                self._turn_away()  # before the answers come that were asked for
            self._clear()
            if not self._is_worn:
                self._go(NEUTRAL)
                self._named("page-start").wait_for()

    def _turn_away(self) -> None:
        """To a document of the same house in which nothing happens."""
        self.phone.page.goto(f"{self.paper.url}{NOTHING}")

    def _open_anew(self, screen: Screen, state: State) -> None:
        """A new document that remembers what the screen says, and nothing of the one before."""
        page = self.phone.page
        kept = {f"palm.{name}": json.dumps(value) for name, value in {**screen.kept, **state.kept}.items()}
        self._loads += 1
        page.evaluate(REMEMBER, [kept, not screen.is_open])
        page.goto(f"{self.paper.url}/?{self._loads}#{NEUTRAL}")
        self._named("page-start").wait_for()
        if not (state.is_offline or state.is_held):
            return
        self._go(screen.path)  # its modules came before the network went
        page.locator("main:not([data-test=page-start], [data-test=page-opening])").wait_for()
        self._named("loading").wait_for(state="detached")
        page.evaluate(READER)
        self._go(NEUTRAL)
        self._named("page-start").wait_for()
        page.evaluate(REMEMBER, [kept, not screen.is_open])

    def _office(self, state: State) -> None:
        for name, code in state.refuses.items():
            assert code in self.paper.problems_of(name), f"{name} never answers {code}"
        says = {name: change(self.paper.example_of(name)) for name, change in state.says.items()}
        self.paper.says.update(says)
        self.paper.refuses.update({name: [code] for name, code in state.refuses.items()})
        self.paper.troubled = state.troubled
        if state.is_held:
            self.paper.hold()

    def _clear(self) -> None:
        self.paper.let_go()
        self.paper.says.clear()
        self.paper.refuses.clear()
        self.paper.troubled = ""

    def _is_shown(self, state: State, where: str) -> None:
        try:
            expect(self._named(state.shows).first).to_be_visible(timeout=PATIENCE_MS)
            if not state.is_held:
                expect(self._named("loading")).to_have_count(0)
        except AssertionError as error:
            here = self.phone.page.evaluate(SAID)
            raise AssertionError(f"{where}: no {state.shows} on «{here}»") from error

    def _go(self, path: str) -> None:
        self.phone.page.evaluate("path => { location.hash = path }", path)

    def _named(self, name: str) -> Locator:
        page = self.phone.page
        return page.locator(name) if name.startswith("[") else page.get_by_test_id(name)
