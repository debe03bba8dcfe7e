"""The instant path (秒批) of a case as people and staff read it: each rule with its input and source."""

from datetime import date, datetime
from typing import Self

from bff.http.boundary import View
from domain.kernel.unwritten import is_written
from domain.usecases.case_view import InstantView
from domain.usecases.refusal_view import RefusalView


class InstantRuleOut(View, frozen=True):
    id: str
    words: str
    met: bool
    input: str | None = None
    source: str | None = None
    as_of: datetime | None = None


class RefusalOut(View, frozen=True):
    state: str
    state_text: str
    asked_at: datetime
    answer_by: date | None = None
    answer: str | None = None

    @classmethod
    def of(cls, refusal: RefusalView) -> Self:
        answer = refusal.answer or None
        return cls(refusal.state, refusal.state_text, refusal.asked_at, refusal.answer_by, answer)


class InstantOut(View, frozen=True):
    """`document`: absent while the city has not written it."""

    state: str
    version: int
    rules: tuple[InstantRuleOut, ...]
    document: str | None = None
    asks: str | None = None
    can_refuse: bool | None = None
    refusal: RefusalOut | None = None

    @classmethod
    def of(cls, instant: InstantView) -> Self:
        rules = tuple(
            InstantRuleOut(one.id, one.words, one.met, one.input or None, one.source or None, one.as_of)
            for one in instant.rules
        )
        document = instant.document if is_written(instant.document) else None
        return cls(
            instant.state,
            instant.version,
            rules,
            document,
            instant.asks or None,
            instant.can_refuse or None,
            RefusalOut.of(instant.refusal) if instant.refusal else None,
        )
