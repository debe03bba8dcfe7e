"""What every desk is built from: the house's own parts, and the outside behind its ports."""

from dataclasses import dataclass

from domain.kernel.ports import Atomic, Cipher, Clock, Digests, Jobs, KeptAnswers, NewId, Randomness
from domain.ledger.ports import Evidence, Ledger


@dataclass(frozen=True, slots=True)
class Core:
    now: Clock
    new_id: NewId
    atomic: Atomic
    jobs: Jobs
    answers: KeptAnswers
    randomness: Randomness
    digests: Digests
    cipher: Cipher
    ledger: Ledger
    evidence: Evidence
