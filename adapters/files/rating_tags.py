"""The official tags of a rating (评价标签), as the national exchange lists them.

Source: evaluation_tags.csv beside this file (40 codes, three agreeing public sources, read 2026-11-21).
"""

import csv
from collections.abc import Mapping
from pathlib import Path

from domain.ratings.rating import Satisfaction


class RatingTagTable:
    """Implements domain.ratings.ports.RatingTags."""

    def __init__(self, path: Path = Path(__file__).parent / "evaluation_tags.csv") -> None:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        self._tags = {
            level: {row["code"]: row["text"] for row in rows if int(row["satisfaction_exchange"]) == level}
            for level in Satisfaction
        }

    def of(self, level: Satisfaction) -> Mapping[str, str]:
        return self._tags[level]
