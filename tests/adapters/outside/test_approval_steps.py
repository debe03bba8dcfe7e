"""Steps asked for are believed of the case that was asked about, and of no other."""

import json
from typing import cast

import pytest

from adapters.approval.pushes import ApprovalSteps
from adapters.envelope.sender import Reply, SignedHttp
from domain.kernel.ids import CaseNumber
from domain.kernel.refusal import Unavailable


class Lying:
    """A window behind which somebody answers for another case."""

    system = "approval"

    async def call(self, *_: object, **__: object) -> Reply:
        step = {"bizNo": "case_1", "status": "已受理", "statusTime": "2026-11-22T10:00:00+08:00", "seq": 1}
        told = [{**step, "caseNo": "N-1"}, {**step, "caseNo": "N-2", "seq": 2}]
        return Reply(self.system, "0", json.dumps(told).encode(), effect=False)


async def test_an_answer_that_tells_of_another_case_is_no_answer() -> None:
    steps = ApprovalSteps(cast(SignedHttp, Lying()))

    with pytest.raises(Unavailable, match="answer-malformed"):
        await steps.steps(CaseNumber("N-1"))
