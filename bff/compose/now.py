"""The one real clock, and the legal day by it."""

from datetime import UTC, date, datetime

from domain.clock.clock import beijing_date


def now() -> datetime:
    """The one real clock."""
    return datetime.now(UTC)  # noqa: TID251 - the composition root may


def today() -> date:
    """The legal day."""
    return beijing_date(now())
