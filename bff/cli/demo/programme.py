"""Whose journey is walked today: the next one due that was not walked to its end in this folder.

The vendors remember, so a journey cannot be walked twice; a second start walks the next organisation's.
"""

import json
from datetime import date, timedelta
from pathlib import Path

from adapters.sandbox.city import JOURNEY, City, Organisation

WALKED = "demo-walked.json"
DUE = ("due", "due-elsewhere", "due-pingdu", "due-city", "due-last-day")
APPLY_BEFORE = timedelta(days=30)  # as the item has it: later nobody may say yes any more


def next_organisation(people: City, folder: Path, today: date) -> Organisation | None:
    """None when all of them have their new certificates, or are past their last day to apply."""
    done = _walked(folder)
    order = (JOURNEY, *DUE)
    waiting = [
        one
        for one in people.organisations
        if one.story in order and one.uscc not in done and today <= one.certificate.valid_until - APPLY_BEFORE
    ]
    return min(waiting, key=lambda one: order.index(one.story), default=None)


def note_walked(folder: Path, organisation: Organisation) -> None:
    done = _walked(folder) | {organisation.uscc}
    (folder / WALKED).write_text(json.dumps(sorted(done)))


def _walked(folder: Path) -> frozenset[str]:
    note = folder / WALKED
    return frozenset(json.loads(note.read_text())) if note.exists() else frozenset()
