"""What both fronts show of a face check (实人认证): the consent's text, and what came of the check."""

from datetime import datetime
from typing import Self

from bff.http.boundary import View
from domain.identity.ports import Alternative, ConsentText
from domain.kernel.ids import short
from domain.usecases.finish_identity_check import CheckFailed
from domain.usecases.tell_session import SessionTold


class AlternativeView(View, frozen=True):
    kind: str
    title: str
    how: str

    @classmethod
    def of(cls, way: Alternative) -> Self:
        return cls(way.kind, way.title, way.how)


class ConsentView(View, frozen=True):
    version: str
    title: str
    text: str
    alternatives: list[AlternativeView]

    @classmethod
    def of(cls, consent: ConsentText) -> Self:
        ways = [AlternativeView.of(way) for way in consent.alternatives]
        return cls(consent.version, consent.title, consent.text, ways)


class PersonView(View, frozen=True):
    name: str


class SessionView(View, frozen=True):
    access_token: str
    expires_at: datetime
    level: str
    person: PersonView


class ResultView(View, frozen=True):
    state: str
    cause: str | None = None
    advice: str | None = None
    alternatives: list[AlternativeView] | None = None
    ways: list[AlternativeView] | None = None
    session: SessionView | None = None
    matter_id: str | None = None

    @classmethod
    def passed(cls, told: SessionTold) -> Self:
        level = told.level.name.lower()
        session = SessionView(told.access_token, told.expires_at, level, PersonView(told.name))
        matter = None if told.matter is None else short("mtr", told.matter)
        return cls(state="passed", session=session, matter_id=matter)

    @classmethod
    def failed(cls, told: CheckFailed, consent: ConsentText) -> Self:
        """`alternatives`: all that this office has beside the face; `ways`: what can help this person now."""
        return cls(
            state="failed",
            cause=told.cause or "unclear",
            advice=told.advice,
            alternatives=[AlternativeView.of(way) for way in consent.alternatives],
            ways=[AlternativeView.of(way) for way in told.ways],
        )
