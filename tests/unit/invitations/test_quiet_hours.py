"""From ten at night to eight in the morning, Beijing time, nobody is told anything."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.invitations.quiet import QuietHours


@pytest.mark.parametrize(
    ("utc", "wait"),
    [
        ("2026-11-23 00:00", timedelta()),  # 08:00
        ("2026-11-23 13:59", timedelta()),  # 21:59
        ("2026-11-23 14:00", timedelta(hours=10)),  # 22:00
        ("2026-11-23 16:00", timedelta(hours=8)),  # midnight
        ("2026-11-23 23:59", timedelta(minutes=1)),  # 07:59
    ],
)
def test_a_notice_waits_for_eight_in_the_morning_and_by_day_for_nothing(utc: str, wait: timedelta) -> None:
    now = datetime.strptime(utc, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)

    assert QuietHours().wait(now) == wait


def test_after_the_wait_it_is_day() -> None:
    for minute in range(0, 24 * 60, 7):
        now = datetime(2026, 12, 31, tzinfo=UTC) + timedelta(minutes=minute, seconds=31)

        assert QuietHours().wait(now + QuietHours().wait(now)) == timedelta()
