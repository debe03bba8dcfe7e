"""Where signatures by hand (手写签名) are kept."""

from datetime import datetime
from typing import Protocol

from domain.forms.signature import Signature
from domain.kernel.ids import CaseId, VisitId


class Signatures(Protocol):
    """Adapter: adapters/postgres/visits.py."""

    async def add(self, signature: Signature) -> None:
        """At the desk another of the same form, in the same visit, takes its place."""
        ...

    async def of_form(self, case: CaseId, form_digest: str, visit: VisitId | None) -> Signature | None:
        """For this very content the newest given in this visit; on the phone, the one of that `digest_by`."""
        ...

    async def use(self, signature: Signature, at: datetime) -> None:
        """The form was confirmed with it."""
        ...

    async def of_case(self, case: CaseId) -> Signature | None:
        """The one its form was confirmed with; None where it was confirmed in another way."""
        ...
