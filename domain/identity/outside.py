"""What identity (实人认证) needs from outside: a face compared with the authority's photo, at a vendor."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from domain.kernel.personal import DocumentNumber, PersonName

Outcome = Literal["passed", "failed", "pending"]
Cause = Literal[
    "",
    "mismatch",
    "not_found",
    "no_photo",
    "no_source",  # the authority has nothing of theirs that a face could be compared with
    "other_face",
    "liveness",
    "risk",
    "source",  # away, for everybody
    "abandoned",
    "cancelled",  # by the person themselves
    "device",  # this phone or browser cannot
    "too_many",  # tries of this person at the vendor
    "unclear",  # the vendor says no, and nothing we know a word for
    "elements",  # 银行卡四要素: not all of one person
    "credential",  # 网号: not this person's
]


@dataclass(frozen=True, slots=True, repr=False)
class FaceSession:
    """`reference` is the vendor's number and is kept by us alone; `url` opens once, until `expires_at`."""

    reference: str
    url: str
    expires_at: datetime

    def __repr__(self) -> str:  # whoever holds either could present another's passed check
        return f"FaceSession(expires_at={self.expires_at.isoformat()})"


@dataclass(frozen=True, slots=True)
class FaceVerdict:
    """`cause` is our word for a failure, empty otherwise; the vendor's own code stays in its adapter."""

    outcome: Outcome
    cause: Cause = ""


class FaceVerifier(Protocol):
    """Compares a face. Adapters: adapters/face/. Fake: tests/fakes/face.py."""

    async def open(
        self,
        name: PersonName,
        number: DocumentNumber,
        *,
        order_no: str,
        meta_info: str,
        return_url: str,
        callback_url: str,
        callback_token: str,
    ) -> FaceSession:
        """Open one check, at most 30 minutes long.

        order_no: ours, at most 32 letters and digits, another one for each try; meta_info: the JSON object
        the vendor's script gathered on the person's device; callback_token: comes back with the doorbell.
        Raises Refused (its reason is a Cause when it is about this person or device), Unavailable (certainly
        not opened), Unknown (opened, reference lost: harmless, open another).
        """
        ...

    async def verdict(self, reference: str) -> FaceVerdict:
        """The vendor's verdict on the check *we* opened as `reference`; never on one a client names.

        Raises Refused when the vendor knows no such check, Unavailable.
        """
        ...

    async def forget(self, reference: str) -> None:
        """Have the vendor delete pictures and result; harmless when repeated. A vendor without such a call is
        asked nothing (KEPT in domain/identity/faces.py). Raises Refused, Unavailable."""
        ...
