"""How one PALM_ variable is read (配置读取): its text or its kind, and what is wrong with it, gathered."""

import re
import stat
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
_LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?"
ORIGIN = re.compile(rf"(https://{_LABEL}(\.{_LABEL})*|http://(localhost|127\.0\.0\.1))(:[1-9][0-9]{{0,4}})?")


OTHERS = 0o007  # what everybody on the machine may do
NOT_THE_OWNER = 0o077
OTHERS_WRITE = 0o022


class Reader:
    """Reads one variable at a time and gathers what is wrong. What is secret may stand in a file."""

    def __init__(self, environment: Mapping[str, str], secrets: Collection[str] = ()) -> None:
        self.environment, self.problems, self.known = environment, list[str](), set[str]()
        self._secrets = secrets

    def text(self, name: str, default: str | None = None) -> str:
        variable = f"PALM_{name.upper()}"
        self.known.add(variable)
        value, before = self.environment.get(variable, "").strip(), len(self.problems)
        if name in self._secrets:
            value = self._from_file(variable) or value
        if not value and default is None and len(self.problems) == before:
            self.problems.append(f"{variable}: is not set")
        return value or default or ""

    def _from_file(self, variable: str) -> str:
        """What the file holds that PALM_…_FILE names, without white space around it; empty: none is named.

        A group may read it: systemd and containers hand secrets over so.
        """
        source = f"{variable}_FILE"
        self.known.add(source)
        path = Path(self.environment.get(source, "").strip())
        if path == Path():
            return ""
        if self.environment.get(variable, "").strip():
            self.problems.append(f"{source}: {variable} is set as well; keep one of them")
            return ""
        if allows(path, OTHERS):
            self.problems.append(f"{source}: everybody may read that file; run chmod o= on it")
            return ""
        try:
            found = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            found = ""
        if not found:
            self.problems.append(f"{source}: is no file with a secret that this process can read")
        return found

    def as_(self, kind: Callable[[str], T], name: str, default: str, what: str, fallback: T) -> T:
        value = self.text(name, default)
        try:
            return kind(value)
        except ValueError:
            self.problems.append(f"PALM_{name.upper()}: {what}")
            return fallback


def allows(path: Path, bits: int) -> bool:
    """Whether a file that is there gives one of these rights."""
    try:
        return bool(stat.S_IMODE(path.stat().st_mode) & bits)
    except OSError:
        return False


CLIENTS = "say h5=1.2,miniprogram=1.0.3"
ORIGINS = "say https://host,https://host:port; no path, no *"


def origins(text: str) -> frozenset[str]:
    """As a browser writes them: scheme, host and port in small letters. Raises ValueError for anything else.

    Plain http is for a developer's own machine.
    """
    found = frozenset(one.strip() for one in text.split(",") if one.strip())
    if not all(ORIGIN.fullmatch(one) for one in found):
        raise ValueError(text)
    return found


def positive(text: str) -> int:
    """Raises ValueError."""
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def flag(text: str) -> bool:
    if text not in ("on", "off"):
        raise ValueError(text)
    return text == "on"


def hours(text: str) -> int:
    """Up to a month. Raises ValueError."""
    if not 0 <= int(text) <= 720:  # noqa: PLR2004 - thirty days
        raise ValueError(text)
    return int(text)


def directory(text: str) -> Path | None:
    """Raises ValueError."""
    if text and not Path(text).is_dir():
        raise ValueError(text)
    return Path(text) if text else None


def file(text: str) -> Path | None:
    """Raises ValueError."""
    if text and not Path(text).is_file():
        raise ValueError(text)
    return Path(text) if text else None


def pairs(text: str) -> Mapping[str, str]:
    """«a=1,b=2». Raises ValueError."""
    parts = (pair.partition("=") for pair in text.split(",") if pair)
    found = {body: value for body, _, value in parts}
    if not all(found.values()):
        raise ValueError(text)
    return found
