"""Where signatures by hand (手写签名) are kept."""

from datetime import datetime
from typing import Protocol

from domain.forms.signature import Signature
from domain.kernel.ids import CaseId, VisitId


class Signatures(Protocol):
    """Adapter: adapters/postgres/visits.py."""

    async def add(self, signature: Signature) -> None:
        """Another of the same form, in the same visit or on the phone, takes its place."""
        ...

    async def of_form(self, case: CaseId, form_digest: str, visit: VisitId | None) -> Signature | None:
        """The one given in this visit, or on the phone, for this very content; the newest."""
        ...

    async def use(self, signature: Signature, at: datetime) -> None:
        """The form was confirmed with it."""
        ...

    async def of_case(self, case: CaseId) -> Signature | None:
        """The one its form was confirmed with; None where it was confirmed in another way."""
        ...
