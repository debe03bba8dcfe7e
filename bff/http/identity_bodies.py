"""What both fronts are sent for a face check (实人认证): who applies, and the token for what came of it."""

from typing import Annotated, Literal

from msgspec import Meta

from bff.http.boundary import Body
from bff.http.ids import id_in
from bff.http.person_name import Typed, person_name
from bff.http.slips import malformed
from domain.identity.check import Purpose
from domain.kernel.ids import MandateId
from domain.usecases.claim_identity_check import Applicant

COMPACT = r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\Z"
IN_A_MATTER = frozenset({Purpose.APPLY, Purpose.CASE})
ResumeToken = Annotated[str, Meta(min_length=22, max_length=86, pattern=r"^[A-Za-z0-9_-]+\Z")]


class ApplicantBody(Body, frozen=True):
    name: Typed
    id_number: Annotated[str, Meta(min_length=8, max_length=40)]
    consent_version: Annotated[str, Meta(min_length=1, max_length=40)]
    agreed: bool
    code: Annotated[str, Meta(min_length=1, max_length=2000)] | None = None
    matter_id: Annotated[str, Meta(max_length=64)] | None = None
    purpose: Literal["sign_in", "apply", "case", "mandate", "jump", "data"] | None = None
    mandate_id: Annotated[str, Meta(max_length=64)] | None = None

    def aim(self) -> Purpose | None:
        """What they want to have their face compared for. Raises MalformedBody.

        A matter is named by its code or by its id; whoever signs in, or goes on elsewhere, names none. A
        mandate is named by who gives it.
        """
        if (self.purpose == "mandate") != (self.mandate_id is not None):
            raise malformed("purpose", "not-offered", "与所选授权不一致")
        if self.purpose is None:
            return None
        purpose, names = Purpose(self.purpose), self.matter_id is not None or self.code is not None
        if (purpose in IN_A_MATTER) != names and not (purpose is Purpose.SIGN_IN and self.matter_id is None):
            raise malformed("purpose", "not-offered", "与所选事项不一致")
        return purpose

    def mandate(self) -> MandateId | None:
        """The draft to be given; whose it is, is asked when it is given. Raises NotFound."""
        return None if self.mandate_id is None else id_in(self.mandate_id, "mdt", MandateId)

    def applicant(self) -> Applicant:
        """Raises MalformedBody."""
        return Applicant(person_name(self.name), self.id_number, self.consent_version, self.agreed)


class OnThePhone(ApplicantBody, frozen=True, kw_only=True):
    """`account_token`: of the phone number that a code was right for."""

    account_token: Annotated[str, Meta(max_length=4096, pattern=COMPACT)] | None = None
