"""A person's name as they typed it, and as it is used from then on."""

from typing import Annotated

from msgspec import Meta

from bff.http.slips import malformed
from domain.kernel import names
from domain.kernel.personal import PersonName

Typed = Annotated[str, Meta(min_length=names.LEAST, max_length=names.MOST, pattern=r"^[^\x00-\x1f\x7f]*\Z")]


def person_name(typed: str, field: str = "name") -> PersonName:
    """Raises MalformedBody when less than a name is left, or what is none."""
    try:
        return names.person_name(typed)
    except names.NameImpossible as flaw:
        raise malformed(field, flaw.why, "请填写姓名") from None
