"""Which operator a text goes to (短信通道切换): by shares that move away from trouble and come back slowly.

Source: alphagov/notifications-api, as GOV.UK Notify describes how it balances its providers: ten points away
from a provider that fails or is slow, at most once in a while, and back towards where they rest.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from domain.invitations.tries import Measured, Shares

PORT = "sms"
WHOLE, STEP, FIRST_RESTS_AT = 100, 10, 70
SLOW_AFTER = timedelta(minutes=4)
WINDOW = timedelta(minutes=10)
ANSWER_WITHIN = timedelta(minutes=1)  # a try without an answer for so long has none
NOT_AGAIN_WITHIN = timedelta(minutes=1)
BACK_EVERY = timedelta(hours=1)  # ten points an hour: a day's trouble is over by the evening
LEAST_TRIES = 10
TOO_MANY = 0.3  # of all: failed, or slow
ERRORS, SLOW, BACK, SET_UP = "errors", "slow", "tending-back", "set-up"


def resting(vendors: Sequence[str]) -> dict[str, int]:
    """Where shares rest, in order of preference: most to the first, some to the others, so that each is known
    to work before it is needed."""
    first, *others = vendors
    if not others:
        return {first: WHOLE}
    each, over = divmod(WHOLE - FIRST_RESTS_AT, len(others))
    return {first: FIRST_RESTS_AT + over, **dict.fromkeys(others, each)}


def order(shares: Mapping[str, int], out_id: str) -> tuple[str, ...]:
    """All of them: whose turn this number is first, then by share. The same number, the same order."""
    by_share = sorted(shares, key=lambda vendor: -shares[vendor])
    point = int.from_bytes(hashlib.sha256(out_id.encode()).digest()[:8]) % max(sum(shares.values()), 1)
    for first in by_share:
        if point < shares[first]:
            return (first, *(one for one in by_share if one != first))
        point -= shares[first]
    return tuple(by_share)


def trouble(measured: Measured) -> str:
    """ERRORS, SLOW, or nothing; of a few messages nothing is concluded."""
    if measured.tries >= LEAST_TRIES and measured.failed / measured.tries >= TOO_MANY:
        return ERRORS
    if measured.accepted >= LEAST_TRIES and measured.slow / measured.accepted >= TOO_MANY:
        return SLOW
    return ""


def weighed(
    shares: Shares, rest: Mapping[str, int], measured: Iterable[Measured], *, now: datetime
) -> Shares | None:
    """The shares as they should be now; None: as they are. When everybody is in trouble, nobody gains."""
    if shares.of.keys() != rest.keys():
        return Shares(dict(rest), now, SET_UP)
    since = now - shares.changed_at
    if since < NOT_AGAIN_WITHIN:
        return None
    found = {one.vendor: why for one in measured if (why := trouble(one))}
    well = [vendor for vendor in rest if vendor not in found]
    ill = [vendor for vendor in rest if vendor in found and shares.of[vendor] > 0]
    if ill and well:
        worst = max(ill, key=lambda vendor: shares.of[vendor])
        best = max(well, key=lambda vendor: shares.of[vendor])
        return _moved(shares, worst, best, now=now, why=found[worst], most=STEP)
    if since < BACK_EVERY:
        return None
    below = [vendor for vendor in well if shares.of[vendor] < rest[vendor]]
    above = [vendor for vendor in rest if shares.of[vendor] > rest[vendor]]
    if not below or not above:
        return None
    giver = max(above, key=lambda vendor: shares.of[vendor] - rest[vendor])
    taker = max(below, key=lambda vendor: rest[vendor] - shares.of[vendor])
    most = min(STEP, shares.of[giver] - rest[giver], rest[taker] - shares.of[taker])
    return _moved(shares, giver, taker, now=now, why=BACK, most=most)


def _moved(shares: Shares, giver: str, taker: str, *, now: datetime, why: str, most: int) -> Shares:
    points = min(most, shares.of[giver])
    moved = {giver: shares.of[giver] - points, taker: shares.of[taker] + points}
    return Shares({**shares.of, **moved}, now, why)
