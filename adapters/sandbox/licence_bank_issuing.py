"""How the emulated licence bank (证照库) issues: a next version of a licence, or a first one."""

import re
from dataclasses import dataclass, replace
from datetime import date

from adapters.sandbox.kit_public import day_of, text_of
from adapters.sandbox.licence_bank_licence import IN_FORCE, NO_END, Licence, serial_of
from adapters.sandbox.public_codes import is_uscc, make_identifier


@dataclass(frozen=True, slots=True)
class Order:
    """What the approval back-end asks for; empty texts are not told.

    `keep_term`: the same licence, number and term, only printed anew (变更); else a new term (延续, 换发).
    """

    case_no: str
    holder_code: str
    type_code: str
    issued_on: date
    valid_from: str
    valid_until: str
    keep_term: bool
    name: str
    responsible: str
    address: str
    issuer_code: str
    issuer_name: str


def read_order(body: dict[str, object]) -> Order:
    """POST /__issue. Raises ValueError."""
    printed, keep_term = body.get("printed") or {}, bool(body.get("keepTerm", False))
    if not isinstance(printed, dict):
        raise ValueError("printed is an object")  # noqa: TRY004 -- a control answers 400 to a ValueError
    if keep_term and "validUntil" not in body:
        valid_from, valid_until = text_of(body, "issuedOn"), NO_END
    else:
        valid_from, valid_until = (
            day_of(body, "validFrom").isoformat(),
            day_of(body, "validUntil").isoformat(),
        )
    return Order(
        case_no=text_of(body, "caseNo"),
        holder_code=text_of(body, "holderCode"),
        type_code=str(body.get("certTypeCode") or ""),
        issued_on=day_of(body, "issuedOn"),
        valid_from=valid_from,
        valid_until=valid_until,
        keep_term=keep_term,
        name=str(printed.get("name") or ""),
        responsible=str(printed.get("responsible") or ""),
        address=str(printed.get("address") or ""),
        issuer_code=str(body.get("issuerCode") or ""),
        issuer_name=str(body.get("issuerName") or ""),
    )


def next_version(old: Licence, order: Order, at: str) -> Licence:
    version = old.version + 1
    return replace(
        old,
        identifier=make_identifier(old.type_code, old.issuer_code, old.serial, version),
        number=old.number if order.keep_term else _next_number(old.number, order.issued_on, version),
        issued_on=order.issued_on.isoformat(),
        valid_from=old.valid_from if order.keep_term else order.valid_from,
        valid_until=old.valid_until if order.keep_term else order.valid_until,
        version=version,
        state=IN_FORCE,
        case_no=order.case_no,
        holder=order.name or old.holder,
        responsible=order.responsible or old.responsible,
        address=order.address or old.address,
        updated_at=at,
    )


def first_version(order: Order, type_name: str, number: int, other: Licence | None, at: str) -> Licence:
    """`other`: another licence of the holder, for what the order leaves out. Raises ValueError."""
    issuer = order.issuer_code or (other.issuer_code if other else "")
    holder = order.name or (other.holder if other else "")
    if not issuer or not holder:
        raise ValueError("a first licence needs issuerCode and printed.name, or another of this holder")
    is_organisation = is_uscc(order.holder_code)
    record_id = f"n{number:06d}"
    serial = serial_of(record_id, order.issued_on.year)
    return Licence(
        identifier=make_identifier(order.type_code, issuer, serial, 1),
        type_code=order.type_code,
        name=type_name,
        number=f"演{issuer[2:8]}许可字第{order.issued_on.year}-{5000 + number}号",
        issuer_code=issuer,
        issuer_name=order.issuer_name or (other.issuer_name if other else ""),
        issued_on=order.issued_on.isoformat(),
        holder=holder,
        holder_code=order.holder_code,
        holder_type="001" if is_organisation else "111",
        valid_from=order.valid_from,
        valid_until=order.valid_until,
        serial=serial,
        version=1,
        state=IN_FORCE,
        case_no=order.case_no,
        record_id=record_id,
        holder_kind=other.holder_kind if other else "企业" if is_organisation else "自然人",
        responsible=order.responsible or (other.responsible if other else ""),
        address=order.address or (other.address if other else ""),
        originals=1,
        duplicates=0,
        updated_at=at,
    )


def _next_number(number: str, issued_on: date, version: int) -> str:
    """A new certificate carries a new number: a clerk who scans must be able to tell old from new."""
    told = re.sub(r"第\d{4}-", f"第{issued_on.year}-", number)
    return told if told != number else f"{number}-{version}"
