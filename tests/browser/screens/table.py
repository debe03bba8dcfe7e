"""Every screen of the phone page, in every state it may be met in (docs: CONTRIBUTING, "A new screen")."""

from tests.browser.screens.at_work import AT_WORK
from tests.browser.screens.coming_in import COMING_IN
from tests.browser.screens.kinds import Screen
from tests.browser.screens.ones_own import ONES_OWN
from tests.browser.screens.verifying import VERIFY

SCREENS: tuple[Screen, ...] = (*COMING_IN, *AT_WORK, *ONES_OWN, VERIFY)
