"""What proposals (秒批建议) need from outside: the approval back-end, which adopts them or does not."""

from collections.abc import Callable
from typing import Literal, Protocol

from domain.kernel.ids import CaseNumber, ProposalId

ProposalFate = Literal["waiting", "adopted", "by_hand"]
"""What the back-end says of a proposal; that it decided, it says by its push alone."""
SignProposal = Callable[[bytes], str]
"""The bytes as a compact JWS (ES256), under a key of its own. Adapter: adapters/approval/proposal_seal.py."""


class ProposalDesk(Protocol):
    """Takes proposals (秒批建议). Adapter: adapters/approval/back_end.py. Fake: tests/fakes/approval.py."""

    async def propose(self, number: CaseNumber, signed: str) -> ProposalFate:
        """Put a signed proposal before the back-end; the same one again answers what became of the first.

        Raises Refused (not accepted yet, no authorisation, signature, another one), Unavailable, Unknown.
        """
        ...

    async def asked_proposal(self, number: CaseNumber, proposal: ProposalId) -> ProposalFate | None:
        """What became of it; None: it never arrived. Raises Refused, Unavailable."""
        ...

    async def withdraw_proposal(self, number: CaseNumber, proposal: ProposalId) -> ProposalFate:
        """Take it back, also where it is still on its way: «by_hand», or «adopted» when that was first.

        Harmless when repeated. Raises Refused, Unavailable, Unknown.
        """
        ...
