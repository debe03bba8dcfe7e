"""How one PALM_ variable is read (配置读取): its text or its kind, and what is wrong with it, gathered."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class Reader:
    """Reads one variable at a time and gathers what is wrong."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment, self.problems, self.known = environment, list[str](), set[str]()

    def text(self, name: str, default: str | None = None) -> str:
        variable = f"PALM_{name.upper()}"
        self.known.add(variable)
        value = self.environment.get(variable, "").strip()
        if not value and default is None:
            self.problems.append(f"{variable}: is not set")
        return value or default or ""

    def as_(self, kind: Callable[[str], T], name: str, default: str, what: str, fallback: T) -> T:
        value = self.text(name, default)
        try:
            return kind(value)
        except ValueError:
            self.problems.append(f"PALM_{name.upper()}: {what}")
            return fallback


def flag(text: str) -> bool:
    if text not in ("on", "off"):
        raise ValueError(text)
    return text == "on"


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
