"""One kind of row that a copy of one's data (个人信息副本) reads, and what of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

CASES = "(SELECT id FROM cases WHERE party_id = %(party)s)"
MATTERS = "(SELECT id FROM matters WHERE holder_id = %(party)s)"


@dataclass(frozen=True, slots=True)
class HeldKind:
    """`sealed`: column → its place, opened under the row's `row`; of an object in it `only` these keys, and
    none of `without` at any depth.

    `sql` says :cases and :matters for the party's. `personal`: there is none for an organisation. `file`: the
    column whose content is enclosed.
    """

    name: str
    title: str
    sql: str
    sealed: Mapping[str, str] = field(default_factory=dict)
    only: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    personal: bool = False
    file: str = ""

    @property
    def question(self) -> str:
        return self.sql.replace(":cases", CASES).replace(":matters", MATTERS)


def these(*keys: str) -> frozenset[str]:
    return frozenset(keys)
