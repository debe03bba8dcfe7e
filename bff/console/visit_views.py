"""What a visit (窗口办理) is opened with, and how its clerk reads it."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from msgspec import Meta

from bff.http.boundary import Body, View
from bff.http.ids import id_in
from bff.http.person_name import Typed, person_name
from bff.http.refusals import MalformedBody
from bff.http.slips import malformed
from domain.counter.visit import Companion
from domain.kernel.documents import PaperKind
from domain.kernel.ids import MatterId, short
from domain.usecases.find_visit_matter import CameFor
from domain.usecases.open_visit import Arrival
from domain.usecases.visit_view import VisitView

DeskName = Annotated[str, Meta(min_length=1, max_length=20, pattern=r"^[0-9A-Za-z\u4e00-\u9fff-]+\Z")]


Document = Literal[
    "resident_id",
    "residence_permit",
    "permanent_card",
    "old_permanent_card",
    "hk_macao_permit",
    "taiwan_permit",
    "passport",
]


class HelperBody(Body, frozen=True):
    name: Typed
    relation: Annotated[str, Meta(min_length=1, max_length=20)]
    id_number_tail: Annotated[str, Meta(pattern=r"^[0-9]{3}[0-9Xx]\Z", max_length=4)] | None = None

    def companion(self) -> Companion:
        """Raises MalformedBody."""
        return Companion(person_name(self.name), self.relation, self.id_number_tail or "")


class VisitBody(Body, frozen=True):
    kind: Literal["counter", "phone"]
    desk: DeskName | None = None
    name: Typed | None = None
    id_number: Annotated[str, Meta(min_length=5, max_length=40)] | None = None
    document_kind: Document | None = None
    issuing_state: Annotated[str, Meta(min_length=1, max_length=8)] | None = None
    born: date | None = None
    seen_original: bool = False
    portrait_matches: bool = False
    matter_id: Annotated[str, Meta(max_length=64)] | None = None
    appointment_number: Annotated[str, Meta(pattern=r"^[A-Z][0-9]{7}\Z", max_length=8)] | None = None
    code: Annotated[str, Meta(min_length=1, max_length=2000)] | None = None
    helper: HelperBody | None = None

    def came_for(self) -> CameFor:
        """Raises NotFound."""
        matter = None if self.matter_id is None else id_in(self.matter_id, "mtr", MatterId)
        return CameFor(matter, self.appointment_number or "", self.code or "")

    def arrival(self) -> Arrival:
        """Raises NotFound, MalformedBody."""
        if self.desk is None:
            raise _missing("desk")
        if self.name is None:
            raise _missing("name")
        if self.id_number is None:
            raise _missing("idNumber")
        if self.document_kind is None:
            raise _missing("documentKind")
        if self.document_kind == "passport" and self.issuing_state is None:
            raise _missing("issuingState")
        return Arrival(
            desk=self.desk,
            name=person_name(self.name),
            number=self.id_number,
            document=PaperKind(self.document_kind),
            seen_original=self.seen_original,
            portrait_matches=self.portrait_matches,
            came_for=self.came_for(),
            helper=self.helper.companion() if self.helper else None,
            state=self.issuing_state or "",
            born=self.born,
        )


def _missing(field: str) -> MalformedBody:
    return malformed(field, "missing", "缺少这一项")


class VisitOut(View, frozen=True):
    visit_id: str
    kind: str
    clerk: str
    opened_at: datetime
    ends_at: datetime
    is_open: bool
    is_helped: bool
    desk: str | None = None
    ended_at: datetime | None = None
    person_name: str | None = None
    matter_id: str | None = None
    acting_for: str | None = None

    @classmethod
    def of(cls, view: VisitView) -> Self:
        return cls(
            visit_id=short("vst", view.visit_id),
            kind=view.kind,
            clerk=view.clerk,
            opened_at=view.opened_at,
            ends_at=view.ends_at,
            is_open=view.is_open,
            is_helped=view.is_helped,
            desk=view.desk or None,
            ended_at=view.ended_at,
            person_name=view.person_name,
            matter_id=short("mtr", view.matter_id) if view.matter_id else None,
            acting_for=short("pty", view.acting_for) if view.acting_for else None,
        )


class Visits(View, frozen=True):
    visits: list[VisitOut]
