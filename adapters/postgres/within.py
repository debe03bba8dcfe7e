"""Which bodies something concerns (所辖机关): the conditions that narrow the desk's lists to a remit.

A case says whose decision it is; where it does not (the version before this one keeps none), the offer it
began with does. What concerns several bodies is of a remit that has all of them; of none we know, the hall's.
"""

from collections.abc import Callable
from typing import TypeVar

from psycopg.sql import Literal
from tortoise.expressions import RawSQL
from tortoise.models import Model
from tortoise.queryset import QuerySet

from domain.kernel.remit import Remit

GIVEN = "%(bodies)s::text[]"
Condition = Callable[[str], str]
M = TypeVar("M", bound=Model)


def named(remit: Remit) -> list[str] | None:
    """What %(bodies)s stands for; NULL lets everything through."""
    return None if remit.bodies is None else sorted(remit.bodies)


def body_of(case: str) -> str:
    """SQL: the body whose decision it is, NULL where nothing says so. `case`: the table as it is called."""
    return f"""coalesce({case}.body_code, (
        SELECT o.issuing_body FROM invitations i JOIN offers o ON o.invitation_id = i.id
        WHERE i.matter_id = {case}.matter_id AND o.item = {case}.item_code
    ))"""  # noqa: S608 - our own words


def case_within(case: str, bodies: str = GIVEN) -> str:
    """SQL: whether this row of cases, as it is called, is of these bodies."""
    return f"({bodies} IS NULL OR {body_of(case)} = ANY({bodies}))"


def of_case_within(case_id: str, bodies: str = GIVEN) -> str:
    """SQL: the same of the case with this id."""
    found = f"SELECT 1 FROM cases w WHERE w.id = {case_id} AND {body_of('w')} = ANY({bodies})"  # noqa: S608 - as above
    return f"({bodies} IS NULL OR EXISTS ({found}))"


def matter_within(matter_id: str, bodies: str = GIVEN) -> str:
    """SQL: whether every item that is offered in the matter is of these bodies."""
    offers = f"FROM invitations i JOIN offers o ON o.invitation_id = i.id WHERE i.matter_id = {matter_id}"
    return _all_of(offers, "o.issuing_body", bodies)


def grievance_within(grievance: str, bodies: str = GIVEN) -> str:
    """SQL: by its case, else by its matter; of neither, it is the hall's."""
    by_matter = matter_within(f"{grievance}.matter_id", bodies)
    by_case = of_case_within(f"{grievance}.case_id", bodies)
    return f"CASE WHEN {grievance}.case_id IS NULL THEN {by_matter} ELSE {by_case} END"


def list_within(push_list: str, bodies: str = GIVEN) -> str:
    """SQL: whether every finding of the push list is."""
    return _all_of(f"FROM findings f WHERE f.push_list_id = {push_list}.id", "f.issuing_body", bodies)


def doubt_within(doubt: str, bodies: str = GIVEN) -> str:
    """SQL: whether every finding the doubt holds back is."""
    return _all_of(f"FROM ({findings_of(doubt)}) f WHERE true", "f.issuing_body", bodies)


def findings_of(doubt: str) -> str:
    """SQL: the bodies of what waits for the doubt: its event, or what its change led to."""
    return f"""
        SELECT f.issuing_body FROM findings f WHERE f.event_key = {doubt}.event_key
        UNION SELECT f.issuing_body FROM findings f WHERE f.bundle_key = 'change/' || {doubt}.change_id
    """  # noqa: S608 - as above


def only(rows: QuerySet[M], remit: Remit, condition: Condition) -> QuerySet[M]:
    """The rows of the remit. `condition`: SQL about one of them, of bodies as written."""
    if remit.bodies is None:
        return rows
    # with parameters beside it a percent sign is one only where it is doubled
    bodies = f"{Literal(sorted(remit.bodies)).as_string()}::text[]".replace("%", "%%")
    within = RawSQL(f"CASE WHEN {condition(bodies)} THEN 1 ELSE 0 END")
    return rows.annotate(is_within=within).filter(is_within=1)


def _all_of(rows: str, body: str, bodies: str) -> str:
    """`rows`: FROM … WHERE …; at least one, and none of another body."""
    any_row, another = f"SELECT 1 {rows}", f"SELECT 1 {rows} AND {body} <> ALL({bodies})"
    return f"({bodies} IS NULL OR (EXISTS ({any_row}) AND NOT EXISTS ({another})))"
