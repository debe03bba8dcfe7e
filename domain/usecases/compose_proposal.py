"""Compose a proposal (秒批建议): each rule, what it was given and by whom, as canonical JSON to be signed."""

import json
from datetime import UTC, date, datetime

from domain.cases.case import Case
from domain.catalogue.instant import Outcome, RuleVerdict, Value
from domain.decisions.proposal import Proposal, ProposalState, RuleSaid
from domain.decisions.shadow import ShadowWeighing
from domain.kernel.ids import ProposalId, short
from domain.usecases.instant_words import in_words
from domain.usecases.weigh_instant import Weighing


def compose_proposal(case: Case, weighing: Weighing, proposal: ProposalId, at: datetime) -> Proposal:
    """Not yet signed. The same case and weighing give the same bytes in `content`."""
    granted = weighing.weighed.outcome is Outcome.GRANT
    return Proposal(
        proposal,
        case.case_id,
        ProposalState.MADE if granted else ProposalState.NOT_GRANTED,
        weighing.authorisation.document,
        weighing.authorisation.version,
        tuple(_said(verdict) for verdict in weighing.weighed.verdicts),
        at,
        inputs={str(asked): _kept(said.value) for asked, said in weighing.inputs.items()},
    )


def compose_shadow(case: Case, weighing: Weighing, at: datetime) -> ShadowWeighing | None:
    """What the shadow came to beside the live rules; None where none was weighed."""
    if weighing.shadow is None:
        return None
    return ShadowWeighing(
        case.case_id,
        case.item,
        weighing.shadow.version,
        weighing.shadow.weighed.outcome is Outcome.GRANT,
        weighing.weighed.outcome is Outcome.GRANT,
        tuple(_said(verdict) for verdict in weighing.shadow.weighed.verdicts),
        at,
    )


def content(case: Case, weighing: Weighing, proposal: Proposal) -> bytes:
    """What is signed; only a grant ever is. Raises ValueError for anything else."""
    if weighing.weighed.outcome is not Outcome.GRANT:
        raise ValueError("only a grant is proposed")
    told = {
        "proposalId": str(proposal.proposal_id),
        "caseNo": case.number,
        "bizNo": short("case", case.case_id),
        "item": case.item,
        "authorisation": proposal.document,
        "rulesVersion": proposal.rules_version,
        "rules": [_told(verdict) for verdict in weighing.weighed.verdicts],
        "result": str(weighing.weighed.outcome),
        "at": _instant(proposal.made_at),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _told(verdict: RuleVerdict) -> dict[str, object]:
    rule, said = verdict.rule, verdict.said
    return {
        "id": rule.id,
        "field": str(rule.field),
        "op": str(rule.op),
        "value": _plain(rule.value),
        "met": verdict.met,
        "input": None if said is None else _plain(said.value),
        "source": None if said is None else said.source,
        "asOf": None if said is None else _instant(said.as_of),
    }


def _said(verdict: RuleVerdict) -> RuleSaid:
    rule, said = verdict.rule, verdict.said
    if said is None:
        return RuleSaid(rule.id, rule.words, verdict.met, "", "", None)
    return RuleSaid(rule.id, rule.words, verdict.met, in_words(rule.field, said), said.source, said.as_of)


def _kept(value: Value) -> str | int | tuple[str, ...]:
    return value.isoformat() if isinstance(value, date) else value


def _plain(value: Value) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
