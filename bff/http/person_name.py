"""A person's name as they typed it: what nobody sees and keyboards' variants taken off, nothing judged."""

import unicodedata
from typing import Annotated

from msgspec import Meta

from bff.http.slips import malformed
from domain.kernel.personal import PersonName

LEAST, MOST = 2, 50
Typed = Annotated[str, Meta(min_length=LEAST, max_length=MOST, pattern=r"^[^\x00-\x1f\x7f]*\Z")]
# the dot within names of many peoples; registers write U+00B7, keyboards write any of these
DOTS = str.maketrans(dict.fromkeys("•‧∙・･．", "·"))


def person_name(typed: str, field: str = "name") -> PersonName:
    """Raises MalformedBody when less than a name is left."""
    seen = "".join(
        char for char in typed if unicodedata.category(char) != "Cf"
    )  # joiners, turns of direction
    name = unicodedata.normalize("NFC", seen).translate(DOTS).strip()
    if len(name) < LEAST:
        raise malformed(field, "too-short", "请填写姓名")
    return PersonName(name)
