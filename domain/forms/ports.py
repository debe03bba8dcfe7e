"""Where forms (申报表单) and the materials' bytes are kept, encrypted."""

from dataclasses import dataclass
from typing import Protocol

from domain.forms.form import Form
from domain.kernel.ids import CaseId


@dataclass(frozen=True, slots=True)
class MaterialFile:
    """`sm3` of the bytes, lower-case hex."""

    key: str
    name: str
    content: bytes
    content_type: str
    sm3: str

    def __repr__(self) -> str:
        return f"MaterialFile({self.key}, {len(self.content)} bytes)"


class GivenMaterials(Protocol):
    """What people hand in before they confirm. Adapter: adapters/postgres/forms.py."""

    async def replace_file(self, case: CaseId, file: MaterialFile) -> None:
        """The newest under its key stays. Inside atomic, the case held."""
        ...

    async def drop_file(self, case: CaseId, key: str) -> None:
        """Gone; harmless when there is none. Inside atomic, the case held."""
        ...


class Forms(Protocol):
    """Adapter: adapters/postgres/forms.py."""

    async def add(self, form: Form) -> None: ...

    async def of_case(self, case: CaseId) -> Form:
        """Raises NotFound."""
        ...

    async def save(self, form: Form) -> None: ...

    async def keep_file(self, case: CaseId, file: MaterialFile) -> None:
        """One file per material key; the same key again replaces nothing and changes nothing."""
        ...

    async def files(self, case: CaseId) -> tuple[MaterialFile, ...]:
        """In the order of their keys."""
        ...
