"""Whose journey is walked today: the next one due that was not walked to its end in this folder.

The vendors remember, so a journey cannot be walked twice; a second start walks the next organisation's.
"""

import json
from datetime import date, timedelta
from pathlib import Path

from adapters.sandbox.city import JOURNEY, City, Enterprise, Organisation, Person
from bff.cli.demo.citizen import STORY, practitioner

WALKED, MET, PROVED = "demo-walked.json", "demo-met.json", "demo-case.txt"
DUE = ("due", "due-elsewhere", "due-pingdu", "due-city", "due-last-day")
CHANGED = ("renamed-builder", "happy-01", "happy-03", "happy-10", "happy-13")  # all of it without paper
KEYPAD = "keypad-shop"  # whose owner has no use for a page
APPLY_BEFORE = timedelta(days=30)  # as the item has it: later nobody may say yes any more
APPLY_AFTER = timedelta(days=30)  # likewise for the items that follow a change


def next_organisation(people: City, folder: Path, today: date) -> Organisation | None:
    """None when all of them have their new certificates, or are past their last day to apply."""
    done = _noted(folder, WALKED)
    order = (JOURNEY, *DUE)
    waiting = [
        one
        for one in people.organisations
        if one.story in order and one.uscc not in done and today <= one.certificate.valid_until - APPLY_BEFORE
    ]
    return min(waiting, key=lambda one: order.index(one.story), default=None)


def next_enterprise(people: City, folder: Path, today: date) -> Enterprise | None:
    """Likewise, of those whose registration changed."""
    done = _noted(folder, WALKED)
    waiting = (people.enterprise(story) for story in CHANGED)
    return next((one for one in waiting if one.uscc not in done and _is_in_time(one, today)), None)


def helper_of(people: City, enterprise: Enterprise) -> Person:
    """Somebody with a phone whom no register names; in turn, as a face is compared five times a day only."""
    holders: tuple[Organisation | Enterprise, ...] = (*people.organisations, *people.enterprises)
    named = {one.responsible.id_number for one in holders}
    named |= {one.former_responsible.id_number for one in holders if one.former_responsible}
    named |= {one.id_number for firm in people.enterprises for one in firm.agents}
    named.add(practitioner(people).id_number)
    free = [one for one in people.people if one.phone and one.id_number not in named]
    return free[CHANGED.index(enterprise.story) % len(free)]


def next_citizen(people: City, folder: Path, today: date) -> Person | None:
    """The person whose own licence is due, unless it was renewed already."""
    [licence], person = people.licences(STORY), practitioner(people)
    is_in_time = today <= licence.certificate.valid_until - APPLY_BEFORE
    return person if is_in_time and person.id_number not in _noted(folder, WALKED) else None


def note_citizen(folder: Path, walked: Person) -> None:
    _note(folder, WALKED, walked.id_number)


def next_shop(people: City, folder: Path, today: date) -> Enterprise | None:
    """Whose owner has a keypad phone; there is one."""
    shop = people.enterprise(KEYPAD)
    return shop if shop.uscc not in _noted(folder, WALKED) and _is_in_time(shop, today) else None


def strangers(people: City, folder: Path) -> tuple[Enterprise, ...]:
    """Whose responsible person has not been in the mini-program yet."""
    met = _noted(folder, MET)
    return tuple(one for one in map(people.enterprise, CHANGED) if one.uscc not in met)


def note_walked(folder: Path, walked: Organisation | Enterprise) -> None:
    _note(folder, WALKED, walked.uscc)


def note_case(folder: Path, case: str) -> None:
    """Walked to its end: what is proved to others from now on."""
    (folder / PROVED).write_text(case)


def case_to_prove(folder: Path) -> str:
    """The newest; empty before the first."""
    note = folder / PROVED
    return note.read_text() if note.exists() else ""


def note_met(folder: Path, met: Enterprise) -> None:
    _note(folder, MET, met.uscc)


def _is_in_time(enterprise: Enterprise, today: date) -> bool:
    return all(today <= change.changed_on + APPLY_AFTER for change in enterprise.changes)


def _note(folder: Path, name: str, who: str) -> None:
    (folder / name).write_text(json.dumps(sorted(_noted(folder, name) | {who})))


def _noted(folder: Path, name: str) -> frozenset[str]:
    note = folder / name
    return frozenset(json.loads(note.read_text())) if note.exists() else frozenset()
