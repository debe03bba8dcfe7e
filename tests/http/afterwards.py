"""Cases that are over, and what the office's people and their holders send about them."""

from typing import Any

from adapters.postgres.proposals import PostgresProposals
from adapters.postgres.rechecks import PostgresRechecks
from domain.decisions.proposal import Proposal, ProposalState, RuleSaid
from domain.decisions.recheck import Recheck
from domain.kernel.ids import CaseId, ProposalId, RecheckId, short, unshort
from domain.staff.account import Role
from tests.http.caller import Answer
from tests.http.hand import Hand
from tests.http.town import Town

STATEMENT = {"words": "变更登记当日已向窗口说明。"}
PREPARATION = {"basis": "unqualified", "reasons": ["抽查发现申请时登记信息已变更。"]}
REMEDIES = [
    {"kind": "行政复议", "body": "有管辖权的行政复议机关", "days": 60, "basis": "行政复议法第二十条"},
    {"kind": "行政诉讼", "body": "有管辖权的人民法院", "months": 6, "basis": "行政诉讼法第四十六条"},
]


def complaint(case: str, **other: object) -> dict[str, object]:
    return {"kind": "wrong_certificate", "caseId": case, "words": "新证上的住所少了门牌号。", **other}


async def at_desk(
    town: Town,
    method: str,
    path: str,
    body: object = None,
    *,
    role: Role = Role.CLERK,
    key: str | None = None,
) -> Answer:
    """One request of somebody of the office."""
    more: dict[str, Any] = {} if body is None else {"json": body}
    return await town.caller.send(method, f"/v1/console{path}", token=town.staff[role], key=key, **more)


async def weighed(town: Town, case: str, state: ProposalState) -> None:
    """The rules have spoken for the case, as far as `state`."""
    found, now = unshort("case", case), town.clock()
    assert found is not None
    said = RuleSaid(
        "nothing-differs", "与登记一致", state is ProposalState.ADOPTED, "1项不一致", "社会组织登记系统", now
    )
    proposal = Proposal(
        ProposalId(town.core.new_id()), CaseId(found), state, "（演示）授权文件", 1, (said,), now
    )
    async with town.core.atomic():
        await PostgresProposals(town.core.cipher).add(proposal)


async def over(town: Town, hand: Hand, case: str) -> dict[str, str]:
    """Ids of all that may come of a case: a grievance that waits, a case drawn, a revocation being heard."""
    made = await hand.post(201, f"{hand.front}/grievances", complaint(case))
    await weighed(town, case, ProposalState.ADOPTED)
    found = unshort("case", case)
    assert found is not None
    recheck = Recheck(RecheckId(town.core.new_id()), CaseId(found), town.clock())
    async with town.core.atomic():
        await PostgresRechecks(town.core.cipher, town.core.digests).add(recheck)
    prepared = await at_desk(town, "POST", f"/cases/{case}/revocation", PREPARATION)
    return {
        "grievanceId": made["grievanceId"],
        "recheckId": short("rck", recheck.recheck_id),
        "revocationId": prepared.body["revocationId"],
    }
