"""A person's name as people and houses write it: what nobody sees and keyboards' variants taken off."""

import unicodedata

from domain.kernel.personal import PersonName

LEAST, MOST = 2, 50
# the dot within names of many peoples; registers write U+00B7, keyboards write any of these
DOTS = str.maketrans(dict.fromkeys("•‧∙・･．", "·"))


class NameImpossible(ValueError):
    """What is left is nobody's name; says why, never the name."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def person_name(written: str) -> PersonName:
    """As registers write it; whose it is is not judged. Raises NameImpossible."""
    seen = "".join(
        char for char in written if unicodedata.category(char) != "Cf"
    )  # joiners, turns of direction
    name = unicodedata.normalize("NFC", seen).translate(DOTS).strip()
    if len(name) < LEAST:
        raise NameImpossible("too-short")
    if len(name) > MOST:
        raise NameImpossible("too-long")
    if any(unicodedata.category(char) == "Cc" for char in name):
        raise NameImpossible("wrong-format")
    return PersonName(name)
