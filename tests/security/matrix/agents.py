"""Those the school sent (受托人): for this item, for another, until yesterday; and one who was sent away."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from adapters.postgres.rows.mandates import MandateRow
from domain.kernel.ids import unshort
from domain.kernel.personal import DocumentNumber, PersonName
from tests.http.agents import MANDATES, draft_of
from tests.security.cast import Cast

SENT, ELSEWHERE, LATE, SENT_AWAY = (
    f"agent {why} for the school" for why in ("sent", "sent for another item", "of yesterday", "sent away")
)
ANOTHER_ITEM = "wg-16-society-certificate-renewal"
PEOPLE: Mapping[str, tuple[PersonName, DocumentNumber]] = MappingProxyType(
    {
        SENT: (PersonName("己一平"), DocumentNumber("999999198001010062")),
        ELSEWHERE: (PersonName("己二平"), DocumentNumber("999999198001010070")),
        LATE: (PersonName("己三平"), DocumentNumber("999999198001010089")),
        SENT_AWAY: (PersonName("己四平"), DocumentNumber("999999198001010097")),
    }
)


async def sent(cast: Cast) -> dict[str, tuple[str, str]]:
    """Each has a mandate as ever, and is signed in; the dead ones died since."""
    knocking = {}
    for who, person in PEOPLE.items():
        items = (ANOTHER_ITEM,) if who == ELSEWHERE else ()
        drafted = await cast.jia.post(201, MANDATES, draft_of(*items, agent=person))
        row = MandateRow.filter(id=unshort("mdt", drafted["mandateId"]))
        await row.update(state="revoked" if who == SENT_AWAY else "given", given_at=cast.town.clock())
        if who == LATE:
            await row.update(until_on=cast.town.clock().date() - timedelta(days=1))
        hand = await cast.town.sign_in(person)
        knocking[who] = hand.token, cast.school
    return knocking
