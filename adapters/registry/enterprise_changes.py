"""The enterprise register's change feed (变更登记): what became different, oldest first.

Source: docs/vendors/enterprise-register.md (our profile), read 2026-11-22.
"""

from collections.abc import AsyncIterator, Mapping
from datetime import date
from typing import Annotated

import msgspec

from adapters.envelope.pages import page_by_page
from adapters.envelope.sender import SignedHttp
from adapters.outbound.http import MEGABYTE
from adapters.registry.enterprise import SYSTEM
from adapters.registry.organisations import ABSENT, API, Moment, look_up
from adapters.registry.sharing import check_catalogue, check_same, sharing_headers
from domain.kernel.personal import Address, DocumentNumber, Free, Masked, OrganisationName, PersonName
from domain.parties.records import ENTERPRISE, ChangedField, ChangedValue, RegisteredChange

LARGEST_PAGE = 8 * MEGABYTE
KINDS: Mapping[ChangedField, type[Masked]] = {
    ChangedField.NAME: OrganisationName,
    ChangedField.RESPONSIBLE: PersonName,
    ChangedField.ADDRESS: Address,
    ChangedField.BUSINESS_SCOPE: Free,
}
_FIELDS = frozenset(str(field) for field in ChangedField)


class _Value(msgspec.Struct, rename="camel"):
    field: str
    before: str
    after: str
    before_division: str = ""
    after_division: str = ""


class _Change(msgspec.Struct, rename="camel", kw_only=True):
    change_id: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    uscc: str
    changed_on: date
    values: list[_Value]
    recorded_at: Moment


class _OneChange(_Change, rename="camel", kw_only=True):
    catalogue_id: str


class _Page(msgspec.Struct, rename="camel"):
    rows: list[_Change]
    catalogue_id: str
    next_cursor: str | None = None


class SharedChangeFeed:
    """Implements ChangeFeed, over the same window as the register."""

    def __init__(self, window: SignedHttp) -> None:
        self._window = window

    async def changes(self, since: date, *, purpose: str) -> AsyncIterator[tuple[RegisteredChange, ...]]:
        headers = sharing_headers(SYSTEM, ENTERPRISE, purpose)

        async def told(place: dict[str, str]) -> _Page:
            return await self._page((*API, "changes"), {"since": since.isoformat()} | place, headers)

        async for page in page_by_page(SYSTEM, told):
            yield _changes(page)

    async def changes_of(
        self, number: DocumentNumber, *, since: date, purpose: str
    ) -> tuple[RegisteredChange, ...]:
        page = await self._page(
            (*API, "enterprises", number.reveal(), "changes"),
            {"since": since.isoformat()},
            sharing_headers(SYSTEM, ENTERPRISE, purpose),
        )
        check_same(SYSTEM, number.reveal(), *(row.uscc for row in page.rows))
        return _changes(page)

    async def change(self, change_id: str, *, purpose: str) -> RegisteredChange | None:
        reply = await look_up(self._window, ENTERPRISE, "changes", change_id, purpose=purpose)
        if reply is None:
            return None
        told = reply.read(_OneChange)
        check_catalogue(SYSTEM, ENTERPRISE, told.catalogue_id)
        check_same(SYSTEM, change_id, told.change_id)
        return _change(told)

    async def _page(
        self, path: tuple[str, ...], query: Mapping[str, str], headers: Mapping[str, str]
    ) -> _Page:
        """Empty for a holder the register does not know."""
        reply = await self._window.call(
            "GET",
            path,
            effect=False,
            query=query,
            headers=headers,
            known=frozenset({ABSENT}),
            most_bytes=LARGEST_PAGE,
        )
        if reply.code == ABSENT:
            return _Page([], "")
        page = reply.read(_Page)
        check_catalogue(SYSTEM, ENTERPRISE, page.catalogue_id)
        return page


def _changes(page: _Page) -> tuple[RegisteredChange, ...]:
    """Without those in which nothing we know of changed: a licence cannot become due by them."""
    told = (_change(row) for row in page.rows)
    return tuple(change for change in told if change.values)


def _change(told: _Change) -> RegisteredChange:
    return RegisteredChange(
        change_id=told.change_id,
        holder_number=DocumentNumber(told.uscc),
        changed_on=told.changed_on,
        values=tuple(_value(one) for one in told.values if one.field in _FIELDS),
        recorded_at=told.recorded_at,
    )


def _value(told: _Value) -> ChangedValue:
    field = ChangedField(told.field)
    kind = KINDS[field]
    return ChangedValue(field, kind(told.before), kind(told.after), told.before_division, told.after_division)
