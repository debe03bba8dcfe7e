"""What every desk is built from: the house's own parts, and the outside behind its ports."""

from dataclasses import dataclass
from datetime import timedelta

from domain.kernel.ports import Atomic, Cipher, Clock, Digests, Jobs, KeptAnswers, NewId, Randomness
from domain.ledger.ports import Chains, Evidence, Ledger


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
    chains: Chains
    anchored_within: timedelta = timedelta()  # zero: nobody asks how old the newest checkpoint is
