"""Mandates over HTTP: how 甲 lets 乙 act for the school, and with whose phone 乙 does."""

from typing import Any

from domain.kernel.personal import DocumentNumber, PersonName
from tests.http.hand import Hand
from tests.http.town import Town
from tests.usecases.case_world import ITEM, JIA, YI

MANDATES = "/v1/citizen/mandates"


def draft_of(
    *items: str,
    agent: tuple[PersonName, DocumentNumber] = YI,
    since: str = "2026-11-23",
    until: str = "2026-12-31",
    **more: object,
) -> dict[str, object]:
    return {
        "agentName": agent[0].reveal(),
        "agentNumber": agent[1].reveal(),
        "items": list(items) or [ITEM],
        "acts": ["apply", "follow"],
        "from": since,
        "until": until,
        **more,
    }


async def given(
    town: Town, hand: Hand, body: dict[str, object], who: tuple[PersonName, DocumentNumber] = JIA
) -> Any:
    """Drafted, the face shown for it, confirmed: the mandate."""
    drafted = await hand.post(201, MANDATES, body)
    again = await town.sign_in(who, token=hand.token, purpose="mandate", mandateId=drafted["mandateId"])
    hand.token, hand.cookie = again.token, again.cookie
    path = f"{MANDATES}/{drafted['mandateId']}/confirmation"
    return await hand.post(200, path, {"digest": drafted["digest"]})


async def arrives(town: Town, party: str, *, matter: str = "", who: Any = YI) -> Hand:
    """The agent has signed in and says they act for the principal; with `matter`, a face for it."""
    agent = await town.sign_in(who)
    agent.party = party
    if matter:
        await shows_face(town, agent, matter, who=who)
    return agent


async def shows_face(town: Town, agent: Hand, matter: str, *, purpose: str = "apply", who: Any = YI) -> None:
    again = await town.sign_in(who, token=agent.token, matterId=matter, purpose=purpose)
    agent.token, agent.cookie = again.token, again.cookie
