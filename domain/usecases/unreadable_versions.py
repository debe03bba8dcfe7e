"""Item versions (事项版本) this program cannot read, as rows of queue 8 of 今日待办 (卡住的事)."""

from domain.catalogue.store import VersionLookup
from domain.staff.today import Waiting


async def unreadable_versions(lookup: VersionLookup) -> tuple[Waiting, ...]:
    """The oldest first. Each leaves by itself once it is read again, or rolled back; there is no retry."""
    return tuple(
        Waiting(
            "item-version",
            one.version_id,
            f"{one.item} 第 {one.number} 版读不出来，现按上一版办理",
            one.what,
            one.since,
            "查看版本",
        )
        for one in await lookup.unreadable()
    )
