"""Documents say what the code does: every setting has its row, every decision its place in the index."""

import dataclasses
from pathlib import Path

from bff.settings import VENDORS, Settings

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_setting_is_explained_to_operators() -> None:
    told = (DOCS / "operations.md").read_text()
    plain = [field.name for field in dataclasses.fields(Settings) if field.name not in VENDORS]
    names = [*plain, *(f"{vendor}_{part}" for vendor in VENDORS for part in ("url", "account", "secret"))]

    missing = [
        name
        for name in names
        if f"PALM_{name.upper()}" not in told
        and not (name.rpartition("_")[0] in VENDORS and "PALM_<VENDOR>_URL`, `_ACCOUNT`, `_SECRET`" in told)
    ]

    assert missing == []


def test_every_decision_stands_in_the_index() -> None:
    index = (DOCS / "adr" / "README.md").read_text()

    assert [path.name for path in sorted((DOCS / "adr").glob("0*.md")) if path.name not in index] == []


def test_numbers_of_decisions_are_used_once() -> None:
    numbers = [path.name[:4] for path in (DOCS / "adr").glob("0*.md")]

    assert len(numbers) == len(set(numbers))
