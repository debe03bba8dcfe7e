"""How item versions (事项版本) go out to the staff's desk."""

from datetime import date, datetime
from typing import Self

import msgspec

from bff.console.item_trial_views import Trial
from bff.http.boundary import View
from domain.catalogue.texts import Difference
from domain.kernel.ids import short
from domain.usecases.describe_item_version import VersionLine, VersionView
from domain.usecases.list_item_versions import ItemState

PREFIX = "itv"


class Line(View, frozen=True):
    version_id: str
    version: int
    state: str
    state_text: str
    is_live: bool
    drafted_at: datetime
    live_on: date | None = None
    drafted_by: str | None = None
    signed_by: str | None = None
    signed_at: datetime | None = None
    ended_by: str | None = None
    ended_at: datetime | None = None
    why: str | None = None
    note: str | None = None
    unreadable: str | None = None

    @classmethod
    def of(cls, line: VersionLine) -> Self:
        return cls(
            version_id=short(PREFIX, line.version_id),
            version=line.version,
            state=line.state,
            state_text=line.state_text,
            is_live=line.is_live,
            drafted_at=line.drafted_at,
            live_on=line.live_on,
            drafted_by=line.drafted_by,
            signed_by=line.signed_by,
            signed_at=line.signed_at,
            ended_by=line.ended_by,
            ended_at=line.ended_at,
            why=line.why or None,
            note=line.note or None,
            unreadable=line.unreadable or None,
        )


class Wrong(View, frozen=True):
    key: str
    what: str


class Check(View, frozen=True):
    state: str
    problems: list[Wrong]
    at: datetime | None = None


class Change(View, frozen=True):
    """`is_` goes out as `is`: a word Python keeps to itself."""

    key: str
    was: str | None = None
    is_: str | None = msgspec.field(name="is", default=None)

    @classmethod
    def of(cls, one: Difference) -> Self:
        return cls(key=one.key, was=one.was, is_=one.is_)


class Whole(Line, frozen=True, kw_only=True):
    item_code: str
    name: str
    digest: str
    text: str
    edited_by: list[str]
    check: Check
    trial: Trial
    differences: list[Change]
    text_diff: str
    confirms: list[str]
    unconfirms: list[str]
    base_version: int | None = None

    @classmethod
    def of_view(cls, view: VersionView) -> Self:
        problems = [Wrong(key, what) for key, what in view.problems]
        return cls(
            **msgspec.structs.asdict(Line.of(view.line)),
            item_code=view.item,
            name=view.name,
            digest=view.digest,
            text=view.text,
            edited_by=list(view.edited_by),
            check=Check(str(view.check_state), problems, view.check_at),
            trial=Trial.of(view.trial),
            differences=[Change.of(one) for one in view.differences],
            text_diff=view.text_diff,
            confirms=list(view.confirms),
            unconfirms=list(view.unconfirms),
            base_version=view.base_version,
        )


class Scheduled(View, frozen=True):
    version_id: str
    version: int
    live_on: date


class Open(View, frozen=True):
    version_id: str
    version: int
    state: str


class ItemOut(View, frozen=True):
    item_code: str
    name: str
    status: str
    unconfirmed: int
    kind: str | None = None
    live_version: int | None = None
    live_version_id: str | None = None
    shipped_version: int | None = None
    scheduled: Scheduled | None = None
    open: Open | None = None

    @classmethod
    def of(cls, one: ItemState) -> Self:
        coming, draft = one.scheduled, one.open
        return cls(
            item_code=one.code,
            name=one.name,
            status=one.status,
            unconfirmed=one.unconfirmed,
            kind=one.kind or None,
            live_version=one.live,
            live_version_id=short(PREFIX, one.live_id) if one.live_id else None,
            shipped_version=one.shipped,
            scheduled=Scheduled(short(PREFIX, coming[0]), coming[1], coming[2]) if coming else None,
            open=Open(short(PREFIX, draft[0]), draft[1], draft[2]) if draft else None,
        )
