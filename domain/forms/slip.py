"""One slip (填写问题) in a form, as it is told to who fills it in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slip:
    """One thing to put right: its path in the form, a code of the contract, and words."""

    field: str
    code: str
    title: str

    def as_data(self) -> dict[str, str]:
        return {"field": self.field, "code": self.code, "title": self.title}
