"""The presentation (亮证): one code, shown once, for sixty seconds, and who verified it (核验)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.kernel.ids import LicenceId, PartyId, PresentationId

LIFE = timedelta(seconds=60)
SCHEME = "PALM1:"  # what our QR pictures begin with, so that a scanner knows whose code it holds


class Redemption(StrEnum):
    """What a scan led to."""

    VALID = "valid"
    EXPIRED = "expired"  # the code's sixty seconds are over
    USED = "used"
    REPLACED = "replaced"  # a newer code of this licence was shown
    NOT_VALID = "not_valid"  # the licence itself: expired, revoked …
    UNCONFIRMED = "unconfirmed"  # the bank is away, and has been for too long to go by its last word
    UNKNOWN = "unknown"  # no such code


def qr_text(code: str) -> str:
    """What the QR picture holds: the code and nothing about anybody."""
    return SCHEME + code


def scanned_code(text: str) -> str:
    """The code in what was scanned or typed from under the picture."""
    return text.strip().removeprefix(SCHEME)


@dataclass(slots=True)
class Presentation:
    """The code itself is not kept, only its digest."""

    presentation_id: PresentationId
    licence: LicenceId
    holder: PartyId
    shown_by: PartyId
    shown_at: datetime
    redeemed_at: datetime | None = None
    replaced: bool = False

    @property
    def expires_at(self) -> datetime:
        return self.shown_at + LIFE

    def worth(self, at: datetime) -> Redemption:
        """What a scan at this instant would lead to; nothing is used up."""
        if self.redeemed_at is not None:
            return Redemption.USED
        if self.replaced:
            return Redemption.REPLACED
        return Redemption.EXPIRED if at >= self.expires_at else Redemption.VALID

    def redeem(self, *, at: datetime) -> Redemption:
        """Use it up; whatever comes second is refused by name."""
        worth = self.worth(at)
        if worth is Redemption.VALID:
            self.redeemed_at = at
        return worth


@dataclass(frozen=True, slots=True)
class Look:
    """One line of «who looked»: in the holder's log and in the verifier's."""

    licence: LicenceId
    presentation: PresentationId
    organisation: str
    operator: str
    purpose: str
    at: datetime
    result: Redemption
