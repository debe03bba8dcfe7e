"""Versions of an item (事项版本) on an operator's screen: read from the database, changed nowhere here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bff import logs
from bff.compose.house import open_house
from bff.compose.servers import servers
from bff.desks.item_versions import ItemVersionDesk
from bff.settings import Settings
from domain.clock.clock import beijing_date
from domain.kernel.ids import ItemCode, short
from domain.kernel.refusals import NotFound
from domain.usecases.describe_item_version import VersionLine


@asynccontextmanager
async def item_versions(settings: Settings) -> AsyncIterator[ItemVersionDesk]:
    logs.configure("warning", process="command")
    with servers(settings) as where:
        async with open_house(settings, where) as house:
            yield house.office.item_versions


async def version_lines(desk: ItemVersionDesk, code: str) -> list[str]:
    """The highest number first, 〔在用〕 beside the one people are served by. Raises ValueError."""
    try:
        name, versions = await desk.list_item_versions(ItemCode(code))
    except NotFound:
        raise ValueError(f"{code}: no such item; palm catalogue check counts them") from None
    return [f"{name}（{code}）", *(_line(one) for one in versions)]


def _line(one: VersionLine) -> str:
    said = [f"  第 {one.version} 版 {one.state_text}{'〔在用〕' if one.is_live else ''}"]
    said.append(f"{short('itv', one.version_id)}")
    if one.drafted_by:
        said.append(f"{one.drafted_by} 起草于 {beijing_date(one.drafted_at)}")
    if one.signed_by:
        said.append(f"{one.signed_by} 签发，{one.live_on} 起")
    if one.ended_by and one.ended_at:
        said.append(f"{one.ended_by} 于 {beijing_date(one.ended_at)} 结束：{one.note}")
    if one.unreadable:
        said.append(f"本程序读不出来：{one.unreadable}")
    return "，".join(said)


async def diff_lines(desk: ItemVersionDesk, code: str, was: int | None, now: int | None) -> list[str]:
    """Key by key, then line by line. Raises ValueError."""
    try:
        compared = await desk.compare_item_versions(ItemCode(code), was, now)
    except NotFound:
        raise ValueError(
            f"{code}: no such item or version; palm catalogue versions {code} lists them"
        ) from None
    told = [f"{code}：第 {compared.was} 版 → 第 {compared.now} 版"]
    told += [f"  {one.key}：{_said(one.was)} → {_said(one.is_)}" for one in compared.differences]
    return [*told, *compared.lines.splitlines()]


def _said(value: str | None) -> str:
    return "（没有）" if value is None else value.strip()
