"""A revocation (撤销) as the person reads it: why, until when they may speak, what remains."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.decisions.push import Remedy
from domain.decisions.revocation import ARTICLES, STATE_WORDS, Revocation, RevocationState


@dataclass(frozen=True, slots=True)
class RevocationOfCase:
    """`statement`: what the person said; empty while they have not."""

    state: str
    state_text: str
    reasons: tuple[str, ...]
    basis: str
    hear_until: date
    statement: str
    decided_at: datetime | None
    remedies: tuple[Remedy, ...]


def revocation_of_case(revocation: Revocation) -> RevocationOfCase:
    said = revocation.statement
    words = {RevocationState.HEARING: "拟撤销，正在听取您的意见"}
    return RevocationOfCase(
        str(revocation.state),
        words.get(revocation.state) or STATE_WORDS[revocation.state],
        tuple(one.reveal() for one in revocation.reasons),
        ARTICLES[revocation.basis],
        revocation.hear_until,
        said.words.reveal() if said is not None else "",
        revocation.revoked_at,
        revocation.remedies,
    )
