"""Levers of the emulated enterprise register (市场主体登记系统): change what or whom it names."""

from collections.abc import Callable
from datetime import date, datetime

from adapters.sandbox.city_facts import Change, ChangedText
from adapters.sandbox.enterprise_register_rows import (
    Fact,
    facts_of,
    keep_facts,
    midnight,
    note_change,
    put_responsible,
    value,
)
from adapters.sandbox.kit import Books
from adapters.sandbox.kit_public import beijing_day, beijing_text, day_of, text_of

_FACTS = {"name": "name", "address": "address", "business_scope": "businessScope"}
_KNOWN = frozenset({"uscc", "changedOn", "responsible", *_FACTS})


class Registrar:
    def __init__(self, books: Books) -> None:
        self._books = books
        self.now: Callable[[], datetime]

    def change(self, body: dict[str, object]) -> dict[str, str]:
        """POST /__change: one 变更登记 with all that is told, and its new state. Raises ValueError."""
        uscc = text_of(body, "uscc")
        facts = facts_of(self._books, uscc)
        if facts is None:
            raise ValueError("no such enterprise")
        if strangers := sorted(set(body) - _KNOWN):
            raise ValueError(f"unknown: {', '.join(strangers)}")
        changed_on = day_of(body, "changedOn") if "changedOn" in body else beijing_day(self.now())
        with self._books.transaction():
            texts = self._texts(uscc, body, facts, changed_on)
            if not texts:
                raise ValueError("nothing changes")
            keep_facts(self._books, uscc, facts)
            change_id = f"chg-{900000 + self._books.next_number('change'):06d}"
            change = Change(change_id, changed_on, tuple(texts))
            note_change(self._books, uscc, change, recorded_at=beijing_text(self.now()))
        return {"changeId": change_id}

    def replace_representative(self, body: dict[str, object]) -> None:
        """POST /__representative: somebody else from now on, nothing in the feed. Raises ValueError."""
        uscc = text_of(body, "uscc")
        self._replace(
            uscc, (text_of(body, "name"), text_of(body, "idNumber")), as_of=beijing_text(self.now())
        )

    def _texts(
        self, uscc: str, body: dict[str, object], facts: dict[str, Fact], on: date
    ) -> list[ChangedText]:
        texts = []
        for field in (field for field in _FACTS if field in body):
            if field == "address":
                texts.append(_move(body, facts, on))
                continue
            before, after = str(facts[_FACTS[field]]["value"]), text_of(body, field)
            facts[_FACTS[field]] = value(after, midnight(on))
            texts.append(ChangedText(field, before, after))
        if "responsible" in body:
            who = _object(body, "responsible")
            name, number = text_of(who, "name"), text_of(who, "idNumber")
            before = self._replace(uscc, (name, number), as_of=midnight(on))
            texts.append(ChangedText("responsible", before, name))
        return texts

    def _replace(self, uscc: str, who: tuple[str, str], *, as_of: str) -> str:
        """Who stood there before."""
        row = self._books.one(
            "SELECT r.name, e.capacity FROM representatives r"
            " JOIN enterprises e ON e.uscc = r.uscc AND e.capacity = r.capacity WHERE r.uscc = ?",
            uscc,
        )
        if row is None:
            raise ValueError("no such enterprise")
        put_responsible(self._books, uscc, who=who, capacity=row["capacity"], as_of=as_of)
        return str(row["name"])


def _move(body: dict[str, object], facts: dict[str, Fact], on: date) -> ChangedText:
    where = _object(body, "address")
    before, division_before = str(facts["address"]["value"]), str(facts["division"]["value"])
    after, division = text_of(where, "text"), text_of(where, "division")
    facts["address"], facts["division"] = value(after, midnight(on)), value(division, midnight(on))
    return ChangedText("address", before, after, division_before, division)


def _object(body: dict[str, object], name: str) -> dict[str, object]:
    told = body.get(name)
    if not isinstance(told, dict):
        raise ValueError(f"{name} is an object")  # noqa: TRY004 -- a control answers 400 to a ValueError
    return told
