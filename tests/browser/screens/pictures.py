"""Pictures of every screen in four modes, as docs/screens has them: `make screens` takes them anew."""

import base64
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright

from tests.browser.paper import ROOT, Counter, Paper
from tests.browser.phone import Phone
from tests.browser.screens.kinds import Kind, Screen, State
from tests.browser.screens.looking import turn_mode
from tests.browser.screens.staging import Stage
from tests.browser.screens.table import SCREENS

FOLDER = ROOT / "docs" / "screens"
WIDTH, HEIGHT, MOST = 390, 844, 1300  # CSS pixels; what is longer is cut
SCALE = 0.75
QUALITY = 30  # of 100; letters stay sharp
MODES: dict[str, tuple[Literal["light", "dark"], bool]] = {
    "light": ("light", False),
    "dark": ("dark", False),
    "care": ("light", True),
    "care-dark": ("dark", True),
}
SAID = {"light": "Light", "dark": "Dark", "care": "Care (长辈版)", "care-dark": "Care, dark"}
TELLING: dict[str, tuple[str, ...]] = {  # beside the usual one
    "home": (Kind.EMPTY, Kind.EXPIRED),
    "matter": (Kind.LOADING, Kind.ELSEWHERE),
    "forms": (Kind.ELSEWHERE,),
    "form": (Kind.EMPTY, Kind.OFFLINE, Kind.ELSEWHERE, "signature", "step-2"),
    "case": (Kind.ERROR,),
    "wallet": (Kind.EMPTY,),
    "mandate": ("draft",),
    "addresses": ("editor",),
    "other-way": ("card",),
    "enter": (Kind.ELSEWHERE,),
    "identity": (Kind.LOADING, Kind.EXPIRED),
    "verify": ("valid", "not-valid", "no-camera"),
}


def shown(screen: Screen) -> Iterator[tuple[str, State]]:
    """What there is a picture of."""
    for kind, state in screen.met():
        if kind == Kind.READY or kind in TELLING.get(screen.name, ()):
            yield kind, state


def name_of(screen: Screen, kind: str, mode: str) -> str:
    return f"{screen.name}{'' if kind == Kind.READY else f'-{kind}'}.{mode}.webp"


def expected() -> set[str]:
    """All of them, and the page that shows them."""
    names = {name_of(screen, kind, mode) for screen in SCREENS for kind, _ in shown(screen) for mode in MODES}
    return names | {"README.md"}


def page() -> str:
    """The index, a table a state."""
    lines = [
        "# Every screen of the phone page",
        "",
        "On the contract's examples, taken by `make screens` from the table in `tests/browser/screens/`.",
    ]
    for screen in SCREENS:
        for kind, state in shown(screen):
            lines += ["", f"## {screen.name}{'' if kind == Kind.READY else f', {kind}'}", ""]
            lines += [f"`#{state.path or screen.path}`", ""]
            lines += [f"| {' | '.join(SAID.values())} |", f"|{'---|' * len(SAID)}"]
            cells = [
                f'<img src="{name_of(screen, kind, mode)}" width="180" alt="{SAID[mode]}">' for mode in MODES
            ]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def take(phone: Phone, path: Path) -> None:
    tall = min(phone.page.evaluate("document.documentElement.scrollHeight"), MOST)
    session = phone.context.new_cdp_session(phone.page)
    clip = {"x": 0, "y": 0, "width": WIDTH, "height": max(tall, HEIGHT), "scale": SCALE}
    asked = {"format": "webp", "quality": QUALITY, "captureBeyondViewport": True, "clip": clip}
    told = session.send("Page.captureScreenshot", asked)
    session.detach()
    path.write_bytes(base64.b64decode(told["data"]))


def main(only: list[str]) -> None:
    """All of them, or those of the screens that are named."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    paper = Paper.of_contract()
    with Counter(paper), sync_playwright() as started:
        started.selectors.set_test_id_attribute("data-test")
        browser = started.chromium.launch(executable_path=shutil.which("chromium"))
        phone = Phone.new(started, browser, paper.url, device_scale_factor=1)
        phone.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
        stage = Stage.of(phone, paper)
        for screen in SCREENS:
            if only and screen.name not in only:
                continue
            for kind, state in shown(screen):
                with stage.met(screen, kind, state):
                    _four(phone, screen, kind)
        browser.close()
    for stale in {path.name for path in FOLDER.iterdir()} - expected():
        (FOLDER / stale).unlink()
    (FOLDER / "README.md").write_text(page(), "utf-8")


def _four(phone: Phone, screen: Screen, kind: str) -> None:
    phone.page.evaluate("window.scrollTo(0, 0)")
    for mode, (scheme, is_care) in MODES.items():
        phone.page.emulate_media(color_scheme=scheme)
        if is_care:
            turn_mode(phone.page)
        take(phone, FOLDER / name_of(screen, kind, mode))
        if is_care:
            turn_mode(phone.page)
    phone.page.emulate_media(color_scheme="light")


if __name__ == "__main__":
    main(sys.argv[1:])
