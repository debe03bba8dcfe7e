"""The remit (所辖机关): of which issuing bodies (实施机关) somebody of the office does the work."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remit:
    """`bodies`: unified codes; None: of every body, as the hall (综合窗口) and who audits."""

    bodies: frozenset[str] | None = None

    def covers(self, concerned: Collection[str]) -> bool:
        """Whether work that concerns these bodies is theirs: all of them, and what concerns none we know is
        the hall's."""
        if self.bodies is None:
            return True
        return bool(concerned) and self.bodies.issuperset(concerned)


EVERY_BODY = Remit()
