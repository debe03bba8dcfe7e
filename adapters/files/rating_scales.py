"""Which number means which level of a rating (满意度等级代码): the two ways in which it is counted.

Source: evaluation_levels.csv beside this file (GB/T 39046-2020 A.8, national exchange; read 2026-11-21).
TRAP: they count in opposite directions; the tags' first digit is the exchange's in both.
"""

import csv
from collections.abc import Mapping
from pathlib import Path

from domain.ratings.outside import Scale
from domain.ratings.rating import WORDS, Satisfaction

COLUMNS: Mapping[Scale, str] = {"exchange": "national_exchange_satisfaction", "gbt39046": "gbt39046_A8"}
PATH = Path(__file__).parent / "evaluation_levels.csv"


def numbers(scale: Scale, path: Path = PATH) -> Mapping[Satisfaction, str]:
    """Each level, and the number it is handed over as."""
    with path.open(encoding="utf-8", newline="") as lines:
        told = {row["name"]: row[COLUMNS[scale]] for row in csv.DictReader(lines)}
    return {level: told[WORDS[level]] for level in Satisfaction}
