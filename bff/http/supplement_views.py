"""What is to be put right in a case (补正), as the person and the clerk read it."""

from datetime import date, datetime
from typing import Self

from bff.http.boundary import View
from bff.http.case_views import DocumentOut
from domain.kernel.ids import short
from domain.supplements.supplement import GivenFile
from domain.usecases.supplement_view import SupplementView, WantedView


class FileOut(View, frozen=True):
    content_type: str
    size: int
    digest: str
    from_wallet: bool = False

    @classmethod
    def of(cls, file: GivenFile) -> Self:
        return cls(file.content_type, file.size, file.sm3, file.from_wallet)


class WantedOut(View, frozen=True):
    index: int
    name: str
    why: str | None = None
    given: FileOut | None = None

    @classmethod
    def of(cls, wanted: WantedView) -> Self:
        given = FileOut.of(wanted.given) if wanted.given else None
        return cls(wanted.index, wanted.name, wanted.why or None, given)


class SupplementScreen(View, frozen=True):
    supplement_id: str
    state: str
    state_text: str
    asked_at: datetime
    reasons: tuple[str, ...]
    materials: tuple[WantedOut, ...]
    documents: tuple[DocumentOut, ...]
    due: date | None = None
    due_text: str | None = None
    digest: str | None = None
    answered_at: datetime | None = None

    @classmethod
    def of(cls, supplement: SupplementView) -> Self:
        return cls(
            short("sup", supplement.supplement_id),
            supplement.state,
            supplement.state_text,
            supplement.asked_at,
            supplement.reasons,
            tuple(WantedOut.of(one) for one in supplement.materials),
            tuple(DocumentOut.of(one) for one in supplement.documents),
            supplement.due,
            supplement.due_text or None,
            supplement.digest,
            supplement.answered_at,
        )
