"""The form (申报表单): filled from authoritative sources, each field saying from where and as of when."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from domain.forms.lost import LOST, Lost
from domain.forms.words import BY_PERSON
from domain.kernel.ids import CaseId
from domain.kernel.personal import Address, Free, PersonName, Phone
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import ChangedMeanwhile, NotFound


class FormState(StrEnum):
    FILLING = "filling"  # the registers are being asked
    READY = "ready"
    CONFIRMED = "confirmed"


class FormNotReady(Refusal):
    code, title = "form-not-ready", "表单正在自动填写"
    advice = "通常几秒内完成，请稍候"


class FormLockedField(Refusal):
    code, title = "form-locked-field", "该项来自登记信息，不能直接修改"
    advice = "如与实际不符，请点「信息有误」"


class FormChanged(ChangedMeanwhile):
    code, title = "form-changed", "表单内容已更新，请重新核对后确认"


class FormIncomplete(Refusal):
    """All gaps at once: data carries `fields`, each with field, code and title."""

    code, title = "form-incomplete", "还有内容需要补充"


class FormConfirmed(Refusal):
    code, title = "form-confirmed", "表单已确认提交，不能再修改"


@dataclass(slots=True)
class Field:
    """`value` is personal data; `subject_of_item`: a dispute about it sends the case to staff."""

    key: str
    label: str
    kind: str  # text, date, choice, address, phone, money
    value: Free
    source: str  # who vouches for it, as people read it: 社会组织登记系统, 本人填写
    as_of: datetime | None
    locked: bool
    required: bool
    subject_of_item: bool
    deferrable: bool
    max_length: int = 200
    choices: tuple[str, ...] = ()
    disputed: Free | None = None  # what the person says instead
    catalogue_id: str = ""  # 数据资源目录编号 of what was asked; empty for the person's own word
    purpose: str = ""  # 用途 it was asked for
    basis: str = ""  # 依据, the law it was asked by

    def said_by_person(self, value: Free) -> None:
        """The person's own value, for which no register answers any more."""
        self.value, self.source, self.as_of = value, BY_PERSON, None
        self.catalogue_id = self.purpose = self.basis = ""


@dataclass(frozen=True, slots=True)
class Pledge:
    """What may be signed instead of handing a material in now, whole. `kind`: defer (容缺后补, within `days`
    working days from acceptance) or instead (告知承诺)."""

    kind: str
    text_version: str
    title: str
    text: str
    days: int | None = None


@dataclass(slots=True)
class FormMaterial:
    """`given`: SM3 of the file the person handed in; `promised`: kind of the pledge signed instead;
    `from_wallet`: it is a licence of theirs, not a file (证照复用)."""

    key: str
    name: str
    kind: str  # 必要, 非必要, 容缺后补
    origin: str  # shared, generated, person
    confirmed: bool = False
    given: str = ""
    promised: str = ""
    pledges: tuple[Pledge, ...] = ()
    from_wallet: bool = False

    @property
    def is_wanted(self) -> bool:
        """Only the person has it, and it may not be left out without a word."""
        return self.origin == "person" and self.kind != "非必要"


@dataclass(frozen=True, slots=True)
class Handover:
    """Where the courier fetches or brings, and who is there in person."""

    name: PersonName
    phone: Phone
    address: Address
    day: date | None = None
    window: str = ""  # «09:00-11:00», Beijing time; empty when delivering


@dataclass(slots=True)
class Form:
    case: CaseId
    state: FormState
    fields: list[Field]
    materials: list[FormMaterial]
    return_modes: tuple[str, ...]
    delivery_modes: tuple[str, ...]
    copies: Mapping[str, int] = field(default_factory=dict)  # 正本 → 1, 副本 → 2
    certificate_number: str = ""  # printed on the old certificate
    return_mode: str = ""
    delivery_mode: str = ""
    pickup: Handover | None = None
    delivery: Handover | None = None
    version: int = 0
    handling_modes: tuple[str, ...] = ()  # empty where the item knows one way only
    handling: str = ""
    lost_rule: str = ""  # what the item asks of who lost the old certificate; empty: a declaration
    lost: Lost | None = None
    touched_at: datetime | None = None  # when it was last changed by hand
    signature: str = ""  # "hand" where the item asks for one

    def check_open(self) -> None:
        """Filled in, and not confirmed yet. Raises FormNotReady, FormConfirmed."""
        if self.state is FormState.FILLING:
            raise FormNotReady(str(self.case))
        if self.state is FormState.CONFIRMED:
            raise FormConfirmed(str(self.case))

    def check_version(self, version: int) -> None:
        """Raises FormNotReady, FormConfirmed, FormChanged."""
        self.check_open()
        if version != self.version:
            raise FormChanged(str(self.case))

    def give(self, key: str, sm3: str, *, from_wallet: bool = False) -> FormMaterial:
        """What only the person has; nothing at all (`sm3` empty) takes back what they gave.

        Raises FormNotReady, FormConfirmed; NotFound for no such material.
        """
        self.check_open()
        for one in self.materials:
            if one.key == key and one.origin == "person":
                one.given, one.from_wallet = sm3, from_wallet
                self.version += 1
                return one
        raise NotFound(f"{self.case}: {key}")

    def content(self) -> bytes:
        """Everything the person would put their name to, as canonical JSON."""
        said: dict[str, object] = {
            "fields": [
                [f.key, f.value.reveal(), f.disputed.reveal() if f.disputed else None] for f in self.fields
            ],
            "materials": [material.key for material in self.materials],
            "return": [self.return_mode, _place(self.pickup)],
            "delivery": [self.delivery_mode, _place(self.delivery)],
            "copies": dict(self.copies),
        }
        if self.return_mode == LOST and self.lost is not None:
            said["lost"] = self.lost.content()
        if given := {one.key: one.given for one in self.materials if one.given}:
            said["given"] = given
        if self.handling_modes:  # a form without the choice keeps the digest it always had
            said["handling"] = self.handling
        return json.dumps(said, ensure_ascii=False, sort_keys=True).encode()

    def digest(self) -> str:
        """SHA-256 of the content, hex."""
        return sha256(self.content()).hexdigest()


def _place(handover: Handover | None) -> Iterable[str] | None:
    if handover is None:
        return None
    where = (handover.name.reveal(), handover.phone.reveal(), handover.address.reveal())
    return [*where, str(handover.day or ""), handover.window]
