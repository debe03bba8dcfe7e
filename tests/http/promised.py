"""Promises (承诺) of a case of the town, as if its item offered them."""

from adapters.postgres.cases import PostgresCases
from adapters.postgres.promises import PostgresPromises
from domain.kernel.ids import CaseId, PromiseId, short, unshort
from domain.promises.promise import Promise, PromiseKind, PromiseState
from domain.promises.texts import NEWEST_DEFERRAL, TEXTS
from tests.http.town import Town

PDF = {"content": b"%PDF-1.7 last year's report", "headers": {"Content-Type": "application/pdf"}}
COMMITMENT = "commitment-appointment-1"


async def promised(town: Town, case: str) -> tuple[str, str]:
    """A deferral and a commitment, signed now: before the form is confirmed, so that both are filed."""
    core, known = town.core, unshort("case", case)
    assert known is not None
    found = await PostgresCases().by_id(CaseId(known))
    made = []
    for kind, version, days in (
        (PromiseKind.DEFER, NEWEST_DEFERRAL, 10),
        (PromiseKind.INSTEAD, COMMITMENT, None),
    ):
        text = TEXTS[version].filled(item="换发", material="年度报告", days=days)
        promise = Promise(
            PromiseId(core.new_id()),
            found.case_id,
            found.matter,
            f"material_{kind}",
            "年度报告",
            kind,
            PromiseState.OPEN,
            version,
            text,
            core.now(),
            days,
        )
        async with core.atomic():
            await PostgresPromises(core.cipher).add(promise)
        made.append(short("prm", promise.promise_id))
    return made[0], made[1]
