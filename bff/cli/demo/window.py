"""The phone page in a window of a phone's size, where there is a desktop and a Chromium."""

import os
import shutil
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from adapters.embedded.processes import spawn, stop

COMMANDS = ("chromium", "chromium-browser", "google-chrome")
DESKTOPS = ("WAYLAND_DISPLAY", "DISPLAY")
SIZE = (412, 915)  # CSS pixels of a common phone
STOP_SECONDS = 5.0


def browser() -> str | None:
    """The first Chromium of this machine."""
    return next((found for command in COMMANDS if (found := shutil.which(command))), None)


def command(chromium: str, url: str, profile: Path) -> list[str]:
    """Nothing of whoever sits here is in the profile, and nothing of the demonstration gets into theirs."""
    width, height = SIZE
    own = (f"--user-data-dir={profile}", "--no-first-run", "--no-default-browser-check", "--disable-sync")
    return [chromium, f"--app={url}", f"--window-size={width},{height}", *own]


def may_open(environment: Mapping[str, str], *, is_root: bool) -> bool:
    """Chromium runs as nobody's root, and a terminal far away has no desktop."""
    return not is_root and any(environment.get(name) for name in DESKTOPS)


@contextmanager
def opened(url: str, folder: Path) -> Iterator[str]:
    """A window while it lasts; yields what to tell on the terminal."""
    chromium = browser()
    if chromium is None:
        yield "用浏览器打开手机页面，窗口拉窄到手机宽；装了 Chromium 的话，会自己打开一个手机大小的窗口"
        return
    words = command(chromium, url, folder.resolve() / "window")
    if not may_open(os.environ, is_root=os.geteuid() == 0):
        yield f"手机大小的窗口：{' '.join(words)}"
        return
    running = spawn(words, log=folder / "log" / "window.log")
    try:
        yield "手机页面在一个手机大小的窗口里打开了"
    finally:
        stop(running, signal.SIGTERM, seconds=STOP_SECONDS)
