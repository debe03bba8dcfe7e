"""Who of all that knock gets in, by the operation's row."""

from tests.architecture.contract_document import Operation
from tests.security.cast import MINI
from tests.security.matrix.agents import ELSEWHERE, LATE, SENT, SENT_AWAY
from tests.security.matrix.answers import BY_MANDATE
from tests.security.matrix.scene import ENTERPRISE
from tests.security.matrix.who import (
    ANY_ACCOUNT,
    ANYBODY_SIGNED_IN,
    EVERYBODY,
    FRESH_FACE,
    NOBODY,
    OTHERS_FOR_SCHOOL,
    OWNER,
    PARTYLESS,
    THEMSELVES,
    WHO,
)
from tests.security.offices import their_admission

AGENTS = {SENT, ELSEWHERE, LATE, SENT_AWAY}
# to see an empty home, one need not have been sent for what is there
ANY_ITEM = {"read_home"}


def admitted(operation: Operation, knocking: set[str]) -> set[str]:
    """Nobody where the credential is no token: then the answer to the right one is asked for apart."""
    name = operation.name.removeprefix(ENTERPRISE)
    row = WHO[name]
    if row == EVERYBODY:
        return knocking
    if row == ANY_ACCOUNT:
        return {who for who in knocking if who.startswith(MINI)}
    if row in _BY_RIGHT:
        return _in_their_own_right(operation, name, row) & knocking
    roles = set(row.split(", ")) - {NOBODY}
    return (roles | their_admission(operation, roles)) & knocking


_BY_RIGHT = {OWNER, FRESH_FACE, ANYBODY_SIGNED_IN}


def _in_their_own_right(operation: Operation, name: str, row: str) -> set[str]:
    found = {OWNER}
    if row in (FRESH_FACE, ANYBODY_SIGNED_IN):
        found |= THEMSELVES
    if name in PARTYLESS:
        found |= OTHERS_FOR_SCHOOL | AGENTS
    if name in BY_MANDATE:
        found |= {SENT, ELSEWHERE} if name in ANY_ITEM else {SENT}
    front = MINI if operation.told["x-audience"] == "enterprise" else ""
    return {front + who for who in found}
