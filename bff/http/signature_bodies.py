"""What was signed by hand (手写签名), as any front sends and shows it."""

from datetime import datetime
from typing import Annotated, Self

from msgspec import Meta

from bff.http.boundary import Body, View
from bff.http.ids import id_in
from bff.http.promise_bodies import PromiseSaidBody
from bff.http.slips import malformed
from domain.kernel.ids import CaseId, short
from domain.usecases.sign_forms import ShownForm, SignatureTaken

Digest = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Measure = Annotated[int, Meta(ge=0, le=600_000)]
Point = tuple[Measure, Measure, Measure]
Stroke = Annotated[tuple[Point, ...], Meta(min_length=1, max_length=1000)]


class ShownBody(Body, frozen=True):
    case_id: Annotated[str, Meta(min_length=1, max_length=40)]
    digest: Digest
    promises: Annotated[tuple[PromiseSaidBody, ...], Meta(max_length=50)] = ()

    def shown(self) -> ShownForm:
        """Raises NotFound."""
        promised = tuple((one.material, one.kind, one.text_version) for one in self.promises)
        return ShownForm(id_in(self.case_id, "case", CaseId), self.digest, promised)


class SignatureBody(Body, frozen=True):
    cases: Annotated[tuple[ShownBody, ...], Meta(min_length=1, max_length=50)]
    strokes: Annotated[tuple[Stroke, ...], Meta(min_length=1, max_length=100)]

    def shown(self) -> tuple[ShownForm, ...]:
        """Raises NotFound, MalformedBody for a case named twice."""
        forms = tuple(one.shown() for one in self.cases)
        if len({one.case for one in forms}) < len(forms):
            raise malformed("cases", "repeated", "同一办件只能签名一次")
        return forms


class SignatureOut(View, frozen=True):
    cases: tuple[str, ...]
    digest: str
    signed_at: datetime

    @classmethod
    def of(cls, taken: SignatureTaken) -> Self:
        return cls(tuple(short("case", case) for case in taken.cases), taken.digest, taken.signed_at)
