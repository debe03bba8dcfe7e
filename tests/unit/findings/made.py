"""Candidates, circumstances and findings to start a test from."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from domain.findings.finding import Circumstances, Finding, Verdict, judge
from domain.findings.ports import Candidate
from domain.kernel.ids import FindingId, ItemCode

AS_OF = datetime(2026, 11, 20, 20, tzinfo=UTC)
ITEM = ItemCode("a-renewal")
LAIXI, PINGDU = "11370285MB9990012C", "11370283MB9990020A"
CANDIDATE = Candidate("r1", "a" * 64, "民办非企业单位", LAIXI, date(2027, 1, 20), True, 1, 2)
NOTHING_AGAINST = Circumstances(
    is_in_force=True,
    is_covered=True,
    has_open_matter=False,
    wants_no_notice=False,
    needs_clerk=False,
    last_day=date(2026, 12, 21),
    today=date(2026, 11, 21),
)


def judged(candidate: Candidate = CANDIDATE, /, **differences: object) -> Verdict:
    now = replace(NOTHING_AGAINST, **differences)  # type: ignore[arg-type] # the test's to get right
    return judge(candidate, now, rule_id="expiry", rule_version=3, as_of=AS_OF)


def a_finding(n: int, *, body: str = LAIXI, **differences: object) -> Finding:
    candidate = replace(CANDIDATE, record_id=f"r{n}", issuing_body_code=body)
    return Finding(FindingId(UUID(int=n)), ITEM, judged(candidate, **differences))
