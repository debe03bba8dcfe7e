"""How the facts of a step (留痕账) stand in a sentence: days as people write them, and no blanks."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

from domain.kernel.unwritten import is_written
from domain.ledger.entry import Fact

_BEIJING = timezone(timedelta(hours=8))
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def told(facts: Mapping[str, Fact]) -> dict[str, str]:
    """Those with something to say; of an authorisation nobody has written there is nothing."""
    known = {name: value for name, value in facts.items() if value not in (None, "")}
    return {name: _said(value) for name, value in known.items() if is_written(str(value))}


def _said(value: Fact) -> str:
    """A day as people write it in Beijing; anything else as it is."""
    text = str(value)
    if not _DATE.match(text):
        return text
    moment = datetime.fromisoformat(text)
    day = moment.astimezone(_BEIJING) if moment.tzinfo else moment
    return f"{day.year}年{day.month}月{day.day}日"
