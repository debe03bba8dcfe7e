"""A supplement (补正) on one screen, as plain values: what, why, until when, and what was given so far."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.clock.ports import Calendars
from domain.decisions.decision import TITLES
from domain.decisions.outside import DocumentKind
from domain.decisions.ports import Decisions
from domain.supplements.supplement import STATE_WORDS, GivenFile, Supplement, SupplementState
from domain.usecases.case_view import DocumentView
from domain.usecases.supplement_clock import due_words, supplement_due


@dataclass(frozen=True, slots=True)
class WantedView:
    index: int
    name: str
    why: str
    given: GivenFile | None


@dataclass(frozen=True, slots=True)
class SupplementView:
    """`due` None where the calendar is not published so far, and where nothing is owed."""

    supplement_id: UUID
    state: str
    state_text: str
    asked_at: datetime
    due: date | None
    due_text: str
    reasons: tuple[str, ...]
    materials: tuple[WantedView, ...]
    documents: tuple[DocumentView, ...]
    digest: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ShowSupplement:
    decisions: Decisions
    calendars: Calendars

    async def __call__(self, supplement: Supplement) -> SupplementView:
        """Our own rows only, so it may stand inside atomic."""
        owed = supplement.state in (SupplementState.OPEN, SupplementState.LATE)
        due = supplement_due(supplement, self.calendars.current()) if owed else None
        documents = await self.decisions.documents(supplement.case)
        return SupplementView(
            supplement.supplement_id,
            str(supplement.state),
            STATE_WORDS[supplement.state],
            supplement.asked_at,
            due,
            due_words(due) if owed else "",
            supplement.reasons,
            tuple(WantedView(one.index, one.name, one.why, one.given) for one in supplement.wanted),
            tuple(
                DocumentView(one.document_id, str(one.kind), TITLES[one.kind], one.sealed_at)
                for one in documents
                if one.kind is DocumentKind.SUPPLEMENT
            ),
            supplement.digest(),
            supplement.answered_at,
        )
