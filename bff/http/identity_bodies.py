"""What both fronts are sent for a face check (实人认证): who applies, and the token for what came of it."""

from typing import Annotated

from msgspec import Meta

from bff.http.boundary import Body
from bff.http.person_name import Typed, person_name
from domain.usecases.claim_identity_check import Applicant

ResumeToken = Annotated[str, Meta(min_length=22, max_length=86, pattern=r"^[A-Za-z0-9_-]+\Z")]


class ApplicantBody(Body, frozen=True):
    name: Typed
    id_number: Annotated[str, Meta(min_length=8, max_length=40)]
    consent_version: Annotated[str, Meta(min_length=1, max_length=40)]
    agreed: bool
    code: Annotated[str, Meta(min_length=1, max_length=2000)] | None = None
    matter_id: Annotated[str, Meta(max_length=64)] | None = None

    def applicant(self) -> Applicant:
        """Raises MalformedBody."""
        return Applicant(person_name(self.name), self.id_number, self.consent_version, self.agreed)
