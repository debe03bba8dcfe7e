"""One kind of row that a copy of one's data (个人信息副本) reads, and what of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

CASES = "(SELECT id FROM cases WHERE party_id = %(party)s)"
MATTERS = "(SELECT id FROM matters WHERE holder_id = %(party)s)"
# a number is told only where it is not somebody else's: of a text that went there, of a call from there
_BAD = "(SELECT phone_index FROM bad_numbers)"
TEXTED = f"(coalesce(channel, 'sms') = 'sms' AND to_index NOT IN {_BAD})"
_TOLD = "(SELECT to_index FROM notices n WHERE n.matter_id = calls.matter_id)"
RINGING = f"phone_index NOT IN {_BAD} AND phone_index IN {_TOLD}"
WORDS = {":cases": CASES, ":matters": MATTERS, ":texted": TEXTED, ":ringing": RINGING}


@dataclass(frozen=True, slots=True)
class HeldKind:
    """`sealed`: column → its place, opened under the row's `row`; of an object in it `only` these keys, and
    none of `without` at any depth.

    `sql` says :cases and :matters for the party's, :texted of a notice and :ringing of a call whose number is
    told. `personal`: there is none for an organisation. `file`: the
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
        said = self.sql
        for word, meaning in WORDS.items():
            said = said.replace(word, meaning)
        return said


def these(*keys: str) -> frozenset[str]:
    return frozenset(keys)
