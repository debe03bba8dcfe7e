"""Which bodies a piece of the desk's work concerns (所辖机关), in PostgreSQL."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from tortoise.connection import get_connection

from adapters.postgres.within import body_of, findings_of
from domain.staff.concerns import Work

OFFERED = "SELECT o.issuing_body AS body FROM invitations i JOIN offers o ON o.invitation_id = i.id"
DECIDED = f"SELECT {body_of('c')} AS body FROM"
OF_CASES = {
    Work.SHIPMENT: "shipments",
    Work.SUPPLEMENT: "supplements",
    Work.PROMISE: "promises",
    Work.STOP: "clock_stops",
    Work.RECHECK: "rechecks",
    Work.REVOCATION: "revocations",
    Work.PROPOSAL: "proposals",
}
OF_MATTERS = {Work.CALL: "calls", Work.NOTICE: "notices"}
BODIES: Mapping[Work, str] = MappingProxyType(
    {
        Work.CASE: f"{DECIDED} cases c WHERE c.id = %(ref)s",
        Work.MATTER: f"{OFFERED} WHERE i.matter_id = %(ref)s",
        Work.GRIEVANCE: f"{DECIDED} cases c JOIN grievances g ON g.case_id = c.id WHERE g.id = %(ref)s"
        f" UNION ALL {OFFERED} JOIN grievances g ON g.matter_id = i.matter_id"
        " WHERE g.id = %(ref)s AND g.case_id IS NULL",
        Work.DOUBT: f"""
            SELECT f.issuing_body AS body FROM doubts d CROSS JOIN LATERAL ({findings_of("d")}) f
            WHERE d.id = %(ref)s
        """,  # noqa: S608 - our own words
        Work.PUSH_LIST: "SELECT DISTINCT issuing_body AS body FROM findings WHERE push_list_id = %(ref)s",
        **{
            work: f"{DECIDED} cases c JOIN {table} t ON t.case_id = c.id WHERE t.id = %(ref)s"
            for work, table in OF_CASES.items()
        },
        **{
            work: f"{OFFERED} JOIN {table} t ON t.matter_id = i.matter_id WHERE t.id = %(ref)s"
            for work, table in OF_MATTERS.items()
        },
    }
)


class PostgresConcerns:
    """Implements domain.staff.concerns.Concerns."""

    async def bodies_of(self, work: Work, ref: UUID) -> frozenset[str]:
        """A case that names no body, among others that do, is somebody's nobody knows: the hall's."""
        if work not in BODIES:
            return frozenset()
        rows = await get_connection("default").execute_query_dict(BODIES[work], {"ref": ref})  # type: ignore[arg-type]  # psycopg takes names too
        found = {row["body"] for row in rows}
        return frozenset() if None in found else frozenset(found)
