"""The doorbell (未经验签的推送): nobody vouches for who says there is news, so that the courier is asked."""

from datetime import datetime, timedelta

from domain.shipments.shipment import Shipment
from domain.shipments.states import FINAL, TO_ORDER

# kuaidi100 locks a number that is asked after more often; held on the row, for all workers together
ASK_AGAIN = timedelta(minutes=30)
RUNG_IN_VAIN = timedelta(days=1)  # nobody answered for so long: who rings next is heard again


def ring(shipment: Shipment, *, at: datetime) -> bool:
    """True when the courier is to be asked. Of what is not ordered yet, or over, there is nothing to ask; one
    question answers all who ring before it is put."""
    if shipment.state in TO_ORDER or shipment.state in FINAL:
        return False
    if shipment.rung_at is None or at - shipment.rung_at >= RUNG_IN_VAIN:
        shipment.rung_at = at
        return True
    if shipment.asked_at is not None and shipment.asked_at >= shipment.rung_at:
        shipment.rung_at = at  # after that question was put: its answer is not enough
    return False


def may_ask_in(shipment: Shipment, *, at: datetime) -> timedelta:
    """How long the last question still stands in the way of the next."""
    asked_at = shipment.asked_at
    return timedelta() if asked_at is None else max(timedelta(), asked_at + ASK_AGAIN - at)


def answer(shipment: Shipment) -> bool:
    """The courier has told us: False when somebody rang after it was asked."""
    if shipment.rung_at and shipment.asked_at and shipment.rung_at > shipment.asked_at:
        return False
    shipment.rung_at = None
    return True
