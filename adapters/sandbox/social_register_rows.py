"""What the emulated social organisation register (社会组织登记系统) keeps and how it reads."""

import json
import sqlite3
from datetime import datetime, time

from adapters.sandbox.city import Organisation
from adapters.sandbox.kit import Books
from adapters.sandbox.kit_public import BEIJING, beijing_text, to_json

TABLES = """
CREATE TABLE IF NOT EXISTS organisations (
    uscc TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, facts TEXT NOT NULL, as_of TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS certificates (
    record_id TEXT PRIMARY KEY, uscc TEXT NOT NULL, number TEXT NOT NULL,
    type_code TEXT NOT NULL, body_code TEXT NOT NULL,
    body_name TEXT NOT NULL, valid_from TEXT NOT NULL, valid_until TEXT NOT NULL, status TEXT NOT NULL,
    originals INTEGER NOT NULL, duplicates INTEGER NOT NULL, case_no TEXT UNIQUE, updated_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS representatives (
    uscc TEXT PRIMARY KEY, name TEXT NOT NULL, id_number TEXT NOT NULL, as_of TEXT NOT NULL
);
"""
SELECT = """SELECT c.*, o.name AS org_name, o.kind, o.facts
FROM certificates c JOIN organisations o USING (uscc)"""


def enter(books: Books, organisation: Organisation) -> None:
    certificate, person = organisation.certificate, organisation.responsible
    as_of = beijing_text(datetime.combine(organisation.updated_on, time(), BEIJING))
    facts = {
        "address": organisation.address,
        "contactPhone": organisation.contact_phone or None,
        "businessScope": organisation.business_scope,
        "supervisingUnit": organisation.supervising_unit,
        "fundsFen": organisation.funds_fen,
    }
    books.insert(
        "organisations",
        uscc=organisation.uscc,
        name=organisation.name,
        kind=organisation.kind,
        facts=to_json(facts),
        as_of=as_of,
    )
    books.insert(
        "representatives", uscc=organisation.uscc, name=person.name, id_number=person.id_number, as_of=as_of
    )
    books.insert(
        "certificates",
        record_id=certificate.record_id,
        uscc=organisation.uscc,
        number=certificate.number,
        type_code=certificate.type_code,
        body_code=certificate.issuing_body.uscc,
        body_name=certificate.issuing_body.name,
        valid_from=certificate.valid_from.isoformat(),
        valid_until=certificate.valid_until.isoformat(),
        status=certificate.status,
        originals=certificate.originals,
        duplicates=certificate.duplicates,
        updated_at=as_of,
    )


def certificate_row(row: sqlite3.Row) -> dict[str, object]:
    """A snapshot row: no person, no phone."""
    return {
        "recordId": row["record_id"],
        "uscc": row["uscc"],
        "orgName": row["org_name"],
        "orgKind": row["kind"],
        "issuingBodyCode": row["body_code"],
        "issuingBodyName": row["body_name"],
        "certificateNumber": row["number"],
        "typeCode": row["type_code"],
        "validFrom": row["valid_from"],
        "validUntil": row["valid_until"],
        "status": row["status"],
        "copies": {"original": row["originals"], "duplicate": row["duplicates"]},
        "addressText": json.loads(str(row["facts"]))["address"],
        "updatedAt": row["updated_at"],
    }
