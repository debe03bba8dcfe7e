"""Record the separate consent (单独同意) that stands before a check, to the text that was shown."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from domain.identity.check import LIFE, ConsentNeeded
from domain.identity.ports import Consent, Consents, ConsentTexts
from domain.kernel.ids import IdentityCheckId
from domain.kernel.jobs import ForgetFace
from domain.kernel.personal import DocumentNumber
from domain.kernel.ports import Jobs
from domain.kernel.refusal import Refusal
from domain.ledger.entry import Step
from domain.ledger.ports import Ledger


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """The ledger entry names no matter: who agreed is not known to be who they say, yet.

    `kind`: the step, and `needed`: the refusal, of this way of being known.
    """

    texts: ConsentTexts
    consents: Consents
    ledger: Ledger
    jobs: Jobs
    kind: str = "face-consent-given"
    needed: type[Refusal] = ConsentNeeded

    def require(self, version: str, *, agreed: bool) -> None:
        """Raises `needed` unless they agreed to the text in force."""
        current = self.texts.current().version
        if not agreed or version != current:
            raise self.needed(current, needs="consent")

    async def __call__(self, check: IdentityCheckId, number: DocumentNumber, at: datetime) -> None:
        """Inside the caller's transaction. What was agreed to ends by itself, whatever comes of it."""
        shown = self.texts.current()
        digest = hashlib.sha256(f"{shown.version}\n{shown.title}\n{shown.text}".encode()).digest()
        await self.consents.add(Consent(check, number, shown.version, digest, at))
        facts = {"check": str(check), "version": shown.version, "text": digest.hex()}
        await self.ledger.append(Step(self.kind, facts=facts))
        await self.jobs.defer(ForgetFace(check), after=LIFE)
