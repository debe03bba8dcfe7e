"""A promise (承诺) as phone, mini-program and desk name it when it is made."""

from typing import Annotated, Literal

from msgspec import Meta

from bff.http.boundary import Body
from domain.usecases.make_promises import PromiseSaid

Key = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*\Z", max_length=40)]


class PromiseSaidBody(Body, frozen=True):
    material: Key
    kind: Literal["defer", "instead"]
    text_version: Annotated[str, Meta(min_length=1, max_length=40)]

    def said(self) -> PromiseSaid:
        return PromiseSaid(self.material, self.kind, self.text_version)
