"""Proposals (秒批建议) in PostgreSQL: one for a case, what was weighed encrypted."""

import msgspec
from tortoise.connection import get_connection

from adapters.postgres.rows.proposals import ProposalRow
from domain.decisions.proposal import Proposal, ProposalState, RuleSaid
from domain.kernel.ids import CaseId, ProposalId
from domain.kernel.ports import Cipher

PLACE = "proposals.sealed"


class _Sealed(msgspec.Struct):
    rules: tuple[RuleSaid, ...]
    signed: str
    inputs: dict[str, str | int | tuple[str, ...]] = {}


class PostgresProposals:
    """Implements domain.decisions.ports.Proposals."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    async def add(self, proposal: Proposal) -> bool:
        inserted, _ = await get_connection("default").execute_query(
            "INSERT INTO proposals"
            " (id, case_id, state, document, rules_version, made_at, tried_at, reason, sealed)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (case_id) DO NOTHING",
            [
                proposal.proposal_id,
                proposal.case,
                str(proposal.state),
                proposal.document,
                proposal.rules_version,
                proposal.made_at,
                proposal.tried_at,
                proposal.reason,
                self._cipher.seal(
                    PLACE,
                    proposal.proposal_id,
                    msgspec.json.encode(_Sealed(proposal.rules, proposal.signed, dict(proposal.inputs))),
                ),
            ],
        )
        return bool(inserted)

    async def of_case(self, case: CaseId) -> Proposal | None:
        row = await ProposalRow.get_or_none(case_id=case)
        if row is None:
            return None
        sealed = msgspec.json.decode(self._cipher.open(PLACE, row.id, row.sealed), type=_Sealed)
        return Proposal(
            ProposalId(row.id),
            case,
            ProposalState(row.state),
            row.document,
            row.rules_version,
            sealed.rules,
            row.made_at,
            sealed.signed,
            row.tried_at,
            row.reason,
            sealed.inputs,
        )

    async def save(self, proposal: Proposal) -> None:
        """What was weighed and signed never changes, so neither does what is sealed."""
        await ProposalRow.filter(id=proposal.proposal_id).update(
            state=str(proposal.state), tried_at=proposal.tried_at, reason=proposal.reason
        )
