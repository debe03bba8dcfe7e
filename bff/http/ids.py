"""Ids as people outside write them, read back into ours."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from domain.kernel.ids import CaseId, unshort
from domain.kernel.refusals import NotFound

T = TypeVar("T")


def id_in(text: str, prefix: str, kind: Callable[[UUID], T]) -> T:
    """The id in a path or a body. Raises NotFound for anything that is none."""
    found = unshort(prefix, text)
    if found is None:
        raise NotFound
    return kind(found)


def case_in(text: str) -> CaseId:
    """The case in a path. Raises NotFound for anything that is none."""
    return id_in(text, "case", CaseId)
