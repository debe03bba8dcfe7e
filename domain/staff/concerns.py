"""What the office's people work on (经办的事), and which bodies each piece of it concerns."""

from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Work(StrEnum):
    """What an id at the desk is the id of. A visit (窗口办理) is the hall's: it concerns no one body."""

    MATTER = "matter"
    CASE = "case"
    CALL = "call"
    SHIPMENT = "shipment"
    SUPPLEMENT = "supplement"
    PROMISE = "promise"
    STOP = "stop"
    RECHECK = "recheck"
    REVOCATION = "revocation"
    PROPOSAL = "proposal"
    GRIEVANCE = "grievance"
    NOTICE = "notice"
    DOUBT = "doubt"
    PUSH_LIST = "push-list"
    VISIT = "visit"


class Concerns(Protocol):
    """Adapter: adapters/postgres/concerns.py."""

    async def bodies_of(self, work: Work, ref: UUID) -> frozenset[str]:
        """Unified codes of the bodies it concerns; none for an id nobody has, and for what is the hall's."""
        ...
