"""A promise (承诺) as phone, mini-program and desk see it."""

from datetime import date, datetime
from typing import Self

from bff.http.boundary import View
from domain.kernel.ids import short
from domain.usecases.promise_view import PromiseView

PREFIX = "prm"


class PromiseScreen(View, frozen=True, kw_only=True):
    promise_id: str
    case_id: str
    material: str
    kind: str
    state: str
    state_text: str
    text_version: str
    title: str
    text: str
    signed_at: datetime
    may_give: bool
    may_withdraw: bool
    days: int | None = None
    due: date | None = None
    given_at: datetime | None = None

    @classmethod
    def of(cls, one: PromiseView) -> Self:
        return cls(
            promise_id=short(PREFIX, one.promise_id),
            case_id=short("case", one.case_id),
            material=one.material,
            kind=one.kind,
            state=one.state,
            state_text=one.state_text,
            text_version=one.text_version,
            title=one.title,
            text=one.text,
            signed_at=one.signed_at,
            may_give=one.may_give,
            may_withdraw=one.may_withdraw,
            days=one.days,
            due=one.due,
            given_at=one.given_at,
        )
