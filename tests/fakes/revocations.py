"""An approval back-end that takes requests to revoke, in memory."""

from dataclasses import dataclass, field

from domain.decisions.checking import RevocationFate
from domain.decisions.revocation import Revocation
from domain.kernel.ids import CaseNumber, RevocationId
from domain.kernel.refusal import Refused
from tests.fakes.trouble import Trouble


@dataclass
class FakeRevocations:
    """Implements RevocationDesk. `fate`: what it answers to a new one."""

    requests: dict[CaseNumber, tuple[Revocation, RevocationFate]] = field(default_factory=dict)
    fate: RevocationFate = "waiting"
    trouble: Trouble = field(default_factory=lambda: Trouble("approval"))
    received: int = 0

    async def request(self, number: CaseNumber, revocation: Revocation) -> RevocationFate:
        self.trouble.enter()
        self.received += 1
        known = self.requests.get(number)
        if known is not None and known[0].revocation_id != revocation.revocation_id and known[1] == "waiting":
            raise Refused("approval", "4091")
        if revocation.prepared_by == revocation.decided_by:
            raise Refused("approval", "4222")
        if known is None or known[1] == "refused" or known[0].revocation_id != revocation.revocation_id:
            known = self.requests[number] = revocation, self.fate
        self.trouble.leave()
        return known[1]

    async def asked(self, number: CaseNumber, revocation: RevocationId) -> RevocationFate | None:
        self.trouble.enter()
        known = self.requests.get(number)
        if known is None:
            return None
        if known[0].revocation_id != revocation:
            raise Refused("approval", "another-revocation")
        return known[1]
