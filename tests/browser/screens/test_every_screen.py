"""Every screen in every state: axe, edge, targets, type and contrast in four modes, and its English."""

import pytest
from playwright.sync_api import Error

from tests.browser.screens.kinds import Screen, State
from tests.browser.screens.looking import Eyes
from tests.browser.screens.staging import Stage
from tests.browser.screens.table import SCREENS


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_a_screen_is_fit_for_everybody_in_every_state_and_mode(stage: Stage, screen: Screen) -> None:
    faults = [
        f"{screen.name}, {kind}, {found}"
        for kind, state in screen.met()
        for found in seen(stage, screen, kind, state)
    ]

    assert faults == [], "\n".join(faults)


def seen(stage: Stage, screen: Screen, kind: str, state: State) -> list[str]:
    """What is wrong with one state; the others are looked at all the same."""
    eyes = Eyes(stage.phone)
    eyes.heard()
    try:
        with stage.met(screen, kind, state):
            found = eyes.look(just_opened=not state.acts)
            if not state.is_offline:  # the dictionary comes over the network, once
                found += eyes.chinese()
            return found + eyes.heard()
    except (AssertionError, Error) as error:
        return [str(error)]
