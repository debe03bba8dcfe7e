"""What an office may send to the emulated approval back-end (审批系统), and what is checked first."""

import re
from datetime import datetime
from typing import Annotated, Literal

import msgspec

from adapters.sandbox.kit_public import Refused
from adapters.sandbox.public_codes import is_id_number, is_task_code, is_uscc

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Digest = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Kind = Literal["正本", "副本"]
LARGEST_MATERIAL = 10 * 1024 * 1024


class Strict(msgspec.Struct, forbid_unknown_fields=True, rename="camel", frozen=True):
    """Unknown fields are refused: a misspelt one must not vanish silently."""


CodeType = Literal["001", "099", "111", "414", "511", "516", "999"]  # GB/T 36903 Annex A, those we are sent
UNIFIED, RESIDENT = "001", "111"
OTHER_NUMBER = re.compile(r"[0-9A-Z]{5,20}", re.ASCII)


class Applicant(Strict, frozen=True):
    name: Text
    code: str
    code_type: CodeType


class Actor(Strict, frozen=True):
    name: Text
    id_number: str
    capacity: Text
    code_type: CodeType = "111"


class Signed(Strict, frozen=True, omit_defaults=True):
    """What stands for a material that is not handed in now (容缺后补, 告知承诺)."""

    kind: Literal["defer", "instead"]
    text_version: Text
    digest: Digest
    signed_at: datetime
    days: Annotated[int, msgspec.Meta(ge=1, le=366)] | None = None


class Material(Strict, frozen=True, omit_defaults=True):
    """With its bytes' digest, or with a promise."""

    name: Text
    kind: Text
    digest_alg: Literal["sm3", "sha256"] | None = None
    digest: Digest | None = None
    content_type: Text | None = None
    size: Annotated[int, msgspec.Meta(ge=1, le=LARGEST_MATERIAL)] | None = None
    promise: Signed | None = None

    @property
    def is_whole(self) -> bool:
        told = (self.digest_alg, self.digest, self.content_type, self.size)
        if self.promise is None:
            return None not in told
        is_timed = (self.promise.kind == "defer") == (self.promise.days is not None)
        return set(told) == {None} and is_timed and self.promise.signed_at.tzinfo is not None


class Intent(Strict, frozen=True):
    at: datetime
    text_version: Text
    digest: Digest
    level: Text


class Piece(Strict, frozen=True):
    kind: Kind
    serial: Annotated[int, msgspec.Meta(ge=1, le=99)]
    number: Text


class Filing(Strict, frozen=True):
    biz_no: Annotated[str, msgspec.Meta(pattern=r"\A[0-9A-Za-z_-]{8,64}\Z")]
    task_code: str
    matter_no: Text
    applicant: Applicant
    actor: Actor
    form: dict[str, str]
    materials: Annotated[list[Material], msgspec.Meta(max_length=50)]
    intent: Intent
    decide_path: Literal["manual", "proposal"]
    task_handle_item: str | None = None
    old_certificate: Literal["none", "before-decision", "after-decision"] = "none"
    old_pieces: Annotated[list[Piece], msgspec.Meta(max_length=50)] = []

    def check(self) -> None:
        """Forms and check characters. Raises: Refused."""
        if not is_task_code(self.task_code):
            raise Refused("4001", "事项实施编码不正确")
        if not _is_number(self.applicant.code, self.applicant.code_type):
            raise Refused("4001", "申请人代码不正确")
        if self.actor.code_type == UNIFIED or not _is_number(self.actor.id_number, self.actor.code_type):
            raise Refused("4001", "办理人公民身份号码不正确")
        if not all(material.is_whole for material in self.materials):
            raise Refused("4000", "请求内容不符合要求：$.materials")
        if self.intent.at.tzinfo is None:
            raise Refused("4000", "请求内容不符合要求：$.intent.at")
        if len({(piece.kind, piece.serial) for piece in self.old_pieces}) != len(self.old_pieces):
            raise Refused("4000", "请求内容不符合要求：$.oldPieces")


class Surrender(Strict, frozen=True):
    """What lies at the counter, and what is known to be lost: one of both at least."""

    pieces: Annotated[list[Piece], msgspec.Meta(max_length=50)]
    scanned_at: datetime
    clerk: Text
    lost: Annotated[list[Piece], msgspec.Meta(max_length=50)] = []


def _is_number(number: str, code_type: str) -> bool:
    if code_type == UNIFIED:
        return is_uscc(number)
    return is_id_number(number) if code_type == RESIDENT else bool(OTHER_NUMBER.fullmatch(number))
