"""Documents say what the code does: every setting has its row, every decision its place in the index."""

import dataclasses
import re
from pathlib import Path

from adapters.conformance.kits import KITS
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


def test_every_vendors_note_says_when_it_was_read_and_that_nobody_was_contacted() -> None:
    notes = {
        path.name: path.read_text() for path in (DOCS / "vendors").glob("*.md") if path.name != "README.md"
    }

    assert [
        name for name, text in notes.items() if not re.search(r"[Rr]ead:?[^.]{0,60} 2026-\d\d-\d\d", text)
    ] == []
    assert [name for name, text in notes.items() if "was contacted" not in " ".join(text.split())] == []
    assert [name for name, text in notes.items() if "palm conformance" not in " ".join(text.split())] == []


def test_the_index_of_vendors_has_every_note_and_every_kit() -> None:
    index = (DOCS / "vendors" / "README.md").read_text()

    notes = {path.name for path in (DOCS / "vendors").glob("*.md")} - {"README.md"}
    assert [name for name in sorted(notes) if f"({name})" not in index] == []
    assert [
        f"{kind} {kit.name}"
        for kind, kits in KITS.items()
        for kit in kits
        if f"`{kind} {kit.name}`" not in index
    ] == []
