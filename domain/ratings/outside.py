"""What ratings (好差评) need from outside: the provincial interface, which takes each one once."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from domain.kernel.personal import DocumentNumber, Free, OrganisationName, PersonName

Scale = Literal["exchange", "gbt39046"]
"""Which way a province counts satisfaction: 5 is 非常满意 in the national exchange, 1 in GB/T 39046 A.8."""

AssessNumber = Literal[1, 2]  # 2: after rectification 整改


def scale_named(text: str) -> Scale:
    """Raises ValueError."""
    if text == "exchange":
        return "exchange"
    if text == "gbt39046":
        return "gbt39046"
    raise ValueError(text)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One rating. `satisfaction`: 5 = 非常满意 … 1 = 非常不满意; `tags`: the official three-digit codes.

    `area_code`: six digits; `channel` is the exchange's pf: 1 PC, 2 移动端, 3 二维码, 6 电话, 7 短信.
    """

    area_code: str
    department_code: str
    department: str
    task_code: str
    task_name: str
    project_no: str  # 办件编号
    accepted_on: date
    rater_name: PersonName | OrganisationName
    rater_number: DocumentNumber
    rater_is_person: bool
    channel: Literal["1", "2", "3", "6", "7"]
    satisfaction: Literal[1, 2, 3, 4, 5]
    tags: tuple[str, ...]
    words: Free | None
    assessed_at: datetime
    assess_number: AssessNumber = 1


class RatingInterface(Protocol):
    """省好差评接口. Adapter: adapters/ratings/province.py. Fake: tests/fakes/ratings.py."""

    async def hand_over(self, evaluation: Evaluation) -> str:
        """The province's number of the rating; handed over again, the number of the first. Raises Refused,
        Unavailable, Unknown."""
        ...

    async def ask(self, project_no: str, assess_number: AssessNumber) -> str | None:
        """The number of a rating already there; None when nothing arrived. Raises Refused, Unavailable."""
        ...
