"""The ladder of reminders (提醒阶梯): rungs counted back in days from the last lawful day to apply."""

from datetime import date, timedelta


def rung_day(last_day: date, rung: int) -> date:
    return last_day - timedelta(days=rung)


def rung_due(last_day: date, ladder: tuple[int, ...], today: date) -> int | None:
    """The newest rung whose day has come; None before the first and after the last lawful day.

    `ladder` falls. Rungs that were missed while nobody looked are not made up for, each by each.
    """
    if today > last_day:
        return None
    come = [rung for rung in ladder if rung_day(last_day, rung) <= today]
    return come[-1] if come else None


def is_last(ladder: tuple[int, ...], rung: int) -> bool:
    return rung == ladder[-1]
