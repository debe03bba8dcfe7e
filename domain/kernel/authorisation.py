"""What an organisation lets a person do, as the house in which it said so tells it."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Authorisation:
    """What an organisation lets its 办事人 do; `items` None: every one; `reference`: the house's number."""

    reference: str = field(repr=False)
    items: tuple[str, ...] | None
    until: date

    def upholds(self, known: "Authorisation") -> bool:
        """Whether all of `known` stands still: the same one, no item less, no day less."""
        if self.reference != known.reference or self.until < known.until:
            return False
        return self.items is None or (known.items is not None and set(known.items) <= set(self.items))
