"""How a fake outside system misbehaves on request, before the effect of a call or after it."""

from dataclasses import dataclass, field

from domain.kernel.refusal import Outward, Unknown
from domain.kernel.work import forbid_inside_work


@dataclass
class Trouble:
    """`before`: raised once, and nothing happened. `answer_lost`: once it happens, and nobody says so."""

    system: str
    before: list[Outward] = field(default_factory=list)
    answer_lost: bool = False

    def enter(self) -> None:
        forbid_inside_work(self.system)
        if self.before:
            raise self.before.pop(0)

    def leave(self) -> None:
        if self.answer_lost:
            self.answer_lost = False
            raise Unknown(self.system, "answer-lost")
