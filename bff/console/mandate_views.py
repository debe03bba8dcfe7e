"""By which mandate (授权委托) a case was applied for, as staff read it."""

from datetime import date
from typing import Self

from msgspec import field

from bff.http.boundary import View
from domain.usecases.read_case_for_staff import CaseMandate


class CaseMandateOut(View, frozen=True):
    """The agent masked."""

    agent: str
    from_: date = field(name="from")
    until: date
    words: str

    @classmethod
    def of(cls, mandate: CaseMandate) -> Self:
        return cls(mandate.agent, mandate.from_on, mandate.until_on, mandate.words)
