"""Ratings (好差评) in PostgreSQL: one for each case, the words sealed."""

import json

from tortoise.connection import get_connection

from adapters.postgres.rows.ratings import RatingRow
from domain.kernel.ids import CaseId, MatterId, PartyId, RatingId
from domain.kernel.personal import Free
from domain.kernel.ports import Cipher
from domain.kernel.refusals import NotFound
from domain.ratings.rating import Rating, RatingState, Satisfaction

PLACE = "ratings.words"
ADD = """
INSERT INTO ratings (id, case_id, matter_id, party_id, satisfaction, tags, words, given_at, state,
    outside_number, version) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (case_id) DO NOTHING
"""


class PostgresRatings:
    """Implements domain.ratings.ports.Ratings."""

    def __init__(self, cipher: Cipher) -> None:
        self._cipher = cipher

    async def add(self, rating: Rating) -> bool:
        words = rating.words.reveal().encode() if rating.words else None
        sealed = None if words is None else self._cipher.seal(PLACE, rating.rating_id, words)
        values = [
            rating.rating_id,
            rating.case,
            rating.matter,
            rating.party,
            int(rating.satisfaction),
            json.dumps(rating.tags),
            sealed,
            rating.given_at,
            str(rating.state),
            rating.outside_number,
            rating.version,
        ]
        inserted, _ = await get_connection("default").execute_query(ADD, values)
        return bool(inserted)

    async def of_case(self, case: CaseId) -> Rating | None:
        row = await RatingRow.get_or_none(case_id=case)
        return None if row is None else self._rating(row)

    async def take(self, rating: RatingId) -> Rating:
        row = await RatingRow.select_for_update().get_or_none(id=rating)
        if row is None:
            raise NotFound(str(rating))
        return self._rating(row)

    async def save(self, rating: Rating) -> None:
        await RatingRow.filter(id=rating.rating_id).update(
            state=str(rating.state), outside_number=rating.outside_number, version=rating.version
        )

    def _rating(self, row: RatingRow) -> Rating:
        words = None if row.words is None else Free(self._cipher.open(PLACE, row.id, row.words).decode())
        return Rating(
            RatingId(row.id),
            CaseId(row.case_id),
            MatterId(row.matter_id),
            PartyId(row.party_id),
            Satisfaction(row.satisfaction),
            tuple(row.tags),
            words,
            row.given_at,
            RatingState(row.state),
            row.outside_number,
            row.version,
        )
