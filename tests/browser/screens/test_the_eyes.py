"""Whatever is wrong with a screen is seen: each of the faults the table looks for, made on purpose."""

import pytest

from tests.browser.screens.at_work import HOME
from tests.browser.screens.kinds import Kind, State
from tests.browser.screens.looking import Eyes
from tests.browser.screens.staging import Stage

PALE = "<p style='color: #bbbbbb; background: #ffffff'>pale</p>"
FAULTS = {
    "light: axe color-contrast": PALE,
    "care+dark: axe color-contrast": PALE,
    "light: axe image-alt": "<img src='/static/icons/palm.svg'>",
    "light: small target": "<button style='height: 20px'>OK</button>",
    "care: small target": "<button class='weui-btn' style='min-height: 50px; height: 50px'>OK</button>",
    "light: no name": "<button style='height: 60px; width: 60px'></button>",
    "light: id twice": "<p id='one'>a</p><p id='one'>b</p>",
    "light: 900 px wide": "<div style='width: 900px'>wide</div>",
    "light: 2 headings": "<h1>Another</h1>",
    "care: small type": "<p style='font-size: 12px'>small</p>",
    "care: tight lines": "<p style='line-height: 1'>tight</p>",
    "care: not read aloud": "<p hidden style='display: block !important'>left out</p>",
    "English: 中文": "<p>中文</p>",
    "English: (spoken) 中文": "<button aria-label='中文' style='height: 60px'>OK</button>",
}
PUT = """
  (markup) => {
    const made = new DOMParser().parseFromString(markup, "text/html");
    const place = document.querySelector("main");
    for (const one of [...made.body.children]) {
      const style = one.getAttribute("style");
      one.removeAttribute("style");
      place.append(one);
      if (style) one.style.cssText = style;
    }
  }
"""


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_is_seen(stage: Stage, fault: str) -> None:
    ready = HOME.states[Kind.READY]
    assert isinstance(ready, State)
    with stage.met(HOME, Kind.READY, ready):
        stage.phone.page.evaluate(PUT, FAULTS[fault])
        eyes = Eyes(stage.phone)

        found = [*eyes.look(just_opened=True), *eyes.chinese()]

    assert [one for one in found if one.startswith(fault)]


def test_a_broken_script_and_what_the_policy_refuses_are_heard(stage: Stage) -> None:
    eyes = Eyes(stage.phone)
    eyes.heard()

    stage.phone.page.evaluate("console.error('broken')")
    stage.phone.page.evaluate("fetch('http://127.0.0.1:9/').catch(() => 0)")

    broken, refused, *_ = eyes.heard()
    assert broken.startswith("console: broken")
    assert "Content Security Policy" in refused
