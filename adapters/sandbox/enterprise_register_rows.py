"""What the emulated enterprise register (市场主体登记系统) keeps and how it reads."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time

from adapters.sandbox.city_facts import Change, Enterprise, Person
from adapters.sandbox.kit import Books
from adapters.sandbox.kit_public import BEIJING, beijing_text, to_json

CATALOGUE_ID = "370000000-enterprises"
AGENT = "委托代理人"
TABLES = """
CREATE TABLE IF NOT EXISTS enterprises (
    uscc TEXT PRIMARY KEY, kind TEXT NOT NULL, capacity TEXT NOT NULL, standing TEXT NOT NULL,
    facts TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS representatives (
    uscc TEXT NOT NULL, name TEXT NOT NULL, id_number TEXT NOT NULL, capacity TEXT NOT NULL,
    authorised_by TEXT, as_of TEXT NOT NULL, PRIMARY KEY (uscc, id_number, capacity)
);
CREATE TABLE IF NOT EXISTS changes (
    change_id TEXT PRIMARY KEY, uscc TEXT NOT NULL, changed_on TEXT NOT NULL, told TEXT NOT NULL,
    recorded_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS changes_day ON changes (changed_on, change_id);
"""
Fact = dict[str, object]


def value(told: object, as_of: str) -> Fact:
    """One value with its provenance, as every answer gives it."""
    return {"value": told, "asOf": as_of, "catalogueId": CATALOGUE_ID}


def midnight(day: date) -> str:
    return beijing_text(datetime.combine(day, time(), BEIJING))


def enter(books: Books, enterprise: Enterprise) -> None:
    """The enterprise as it stands, and the changes that made it so."""
    changed = {
        text.field: midnight(change.changed_on) for change in enterprise.changes for text in change.values
    }
    founded = midnight(enterprise.registered_on)
    facts = {
        "name": value(enterprise.name, changed.get("name", founded)),
        "address": value(enterprise.address, changed.get("address", founded)),
        "division": value(enterprise.division, changed.get("address", founded)),
        "businessScope": value(enterprise.scope, changed.get("business_scope", founded)),
        "capitalFen": value(enterprise.capital_fen, founded),
        "contactPhone": value(enterprise.contact_phone, founded),
    }
    books.insert(
        "enterprises",
        uscc=enterprise.uscc,
        kind=enterprise.kind,
        capacity=enterprise.capacity,
        standing="存续",
        facts=to_json(facts),
    )
    put_responsible(
        books,
        enterprise.uscc,
        who=(enterprise.responsible.name, enterprise.responsible.id_number),
        capacity=enterprise.capacity,
        as_of=changed.get("responsible", founded),
    )
    for agent in enterprise.agents:
        _authorise(books, enterprise.uscc, agent, by=enterprise.former_responsible, as_of=founded)
    for change in enterprise.changes:
        note_change(books, enterprise.uscc, change, recorded_at=midnight(change.changed_on))


def put_responsible(books: Books, uscc: str, *, who: tuple[str, str], capacity: str, as_of: str) -> None:
    """Whoever stood there before is gone; agents keep the leave they were given."""
    name, number = who
    books.write("DELETE FROM representatives WHERE uscc = ? AND capacity <> ?", uscc, AGENT)
    books.insert(
        "representatives", uscc=uscc, name=name, id_number=number.upper(), capacity=capacity, as_of=as_of
    )


def note_change(books: Books, uscc: str, change: Change, *, recorded_at: str) -> None:
    told = [
        {
            "field": text.field,
            "before": text.before,
            "after": text.after,
            "beforeDivision": text.before_division,
            "afterDivision": text.after_division,
        }
        for text in change.values
    ]
    books.insert(
        "changes",
        change_id=change.change_id,
        uscc=uscc,
        changed_on=change.changed_on.isoformat(),
        told=json.dumps(told, ensure_ascii=False),
        recorded_at=recorded_at,
    )


def facts_of(books: Books, uscc: str) -> dict[str, Fact] | None:
    row = books.one("SELECT facts FROM enterprises WHERE uscc = ?", uscc)
    return json.loads(row["facts"]) if row is not None else None


def keep_facts(books: Books, uscc: str, facts: Mapping[str, Fact]) -> None:
    books.write("UPDATE enterprises SET facts = ? WHERE uscc = ?", to_json(facts), uscc)


def _authorise(books: Books, uscc: str, agent: Person, *, by: Person | None, as_of: str) -> None:
    books.insert(
        "representatives",
        uscc=uscc,
        name=agent.name,
        id_number=agent.id_number,
        capacity=AGENT,
        authorised_by=by.name if by else None,
        as_of=as_of,
    )
