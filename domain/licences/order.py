"""The order of cards (卡片顺序): as its owner put them, for each party they hold cards of."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from domain.kernel.ids import LicenceId, PartyId

MOST = 100
Card = TypeVar("Card")


class CardOrders(Protocol):
    """Adapter: adapters/postgres/card_orders.py."""

    async def of(self, person: PartyId, party: PartyId) -> tuple[LicenceId, ...]:
        """The first on top; empty where they never said."""
        ...

    async def put(self, person: PartyId, party: PartyId, licences: Sequence[LicenceId]) -> None:
        """These and no others. Inside atomic."""
        ...


def in_order(cards: Iterable[tuple[UUID, Card]], order: Sequence[LicenceId]) -> tuple[Card, ...]:
    """As they are wanted; a card that came since stands behind them, where it stood anyhow."""
    place = {licence: number for number, licence in enumerate(order)}
    known = sorted(cards, key=lambda one: place.get(LicenceId(one[0]), len(place)))
    return tuple(card for _, card in known)
