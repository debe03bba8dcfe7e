"""The instant path (秒批) looked through in PostgreSQL: what waits for a clerk, their notes, the figures."""

from collections.abc import Awaitable, Callable

import msgspec
from tortoise.connection import get_connection

from adapters.postgres.rows.checking import InstantReviewRow
from adapters.postgres.within import case_within, named
from domain.decisions.checking import InstantFigure, Review
from domain.decisions.proposal import Proposal
from domain.kernel.ids import CaseId, ItemCode, StaffId
from domain.kernel.personal import Free
from domain.kernel.ports import Cipher
from domain.kernel.remit import EVERY_BODY, Remit

PLACE = "instant_reviews.sealed"
WAITS = f"""
FROM proposals p JOIN cases c ON c.id = p.case_id LEFT JOIN instant_reviews v ON v.id = p.case_id
WHERE p.state IN ('not_granted', 'by_hand') AND c.state = 'accepted' AND v.id IS NULL
    AND {case_within("c")}
"""
# a proposal that was not granted never was one; every other state began with all rules met
FIGURES = """
SELECT c.item_code, to_char(p.made_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM') AS month, o.issuing_body,
    count(*) AS weighed,
    count(*) FILTER (WHERE p.state <> 'not_granted') AS proposed,
    count(*) FILTER (WHERE p.state = 'adopted') AS adopted
FROM proposals p JOIN cases c ON c.id = p.case_id JOIN invitations i ON i.matter_id = c.matter_id
    JOIN offers o ON o.invitation_id = i.id AND o.item = c.item_code
GROUP BY 1, 2, 3 ORDER BY 2 DESC, 1, 3 LIMIT %s
"""


class _Sealed(msgspec.Struct):
    note: str
    asks: str


class PostgresInstantBook:
    """Implements InstantBook of domain.decisions.checking. `of_case` reads one proposal."""

    def __init__(self, of_case: Callable[[CaseId], Awaitable[Proposal | None]]) -> None:
        self._of_case = of_case

    async def waiting(self, *, size: int, remit: Remit = EVERY_BODY) -> tuple[int, tuple[Proposal, ...]]:
        ask = get_connection("default").execute_query_dict
        told = {"bodies": named(remit), "size": size}
        [counted] = await ask(f"SELECT count(*) AS n {WAITS}", told)  # type: ignore[arg-type]  # psycopg takes names too
        rows = await ask(
            f"SELECT p.case_id {WAITS} ORDER BY p.made_at, p.id LIMIT %(size)s",
            told,  # type: ignore[arg-type]  # as above
        )
        found = [await self._of_case(CaseId(row["case_id"])) for row in rows]
        return counted["n"], tuple(one for one in found if one is not None)

    async def figures(self, *, size: int) -> tuple[InstantFigure, ...]:
        rows = await get_connection("default").execute_query_dict(FIGURES, [size])
        return tuple(
            InstantFigure(
                ItemCode(row["item_code"]),
                row["month"],
                row["issuing_body"],
                row["weighed"],
                row["proposed"],
                row["adopted"],
            )
            for row in rows
        )


class PostgresReviews:
    """Implements domain.decisions.checking.Reviews."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    async def add(self, review: Review) -> None:
        said = msgspec.json.encode(_Sealed(review.note.reveal(), review.asks.reveal()))
        sealed = self._cipher.seal(PLACE, review.case, said)
        await InstantReviewRow.create(id=review.case, by_id=review.by, at=review.at, sealed=sealed)

    async def of_case(self, case: CaseId) -> Review | None:
        row = await InstantReviewRow.get_or_none(id=case)
        if row is None:
            return None
        said = msgspec.json.decode(self._cipher.open(PLACE, row.id, row.sealed), type=_Sealed)
        return Review(case, Free(said.note), Free(said.asks), StaffId(row.by_id), row.at)
