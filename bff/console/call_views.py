"""What the call list (电话联络) shows and takes: entries, their history, outcomes, appointments."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

import msgspec
from msgspec import Meta

from bff.http.boundary import Body, View
from bff.http.ids import id_in
from bff.http.person_name import Typed, person_name
from bff.http.slips import malformed
from domain.identity.appointment import HalfDay
from domain.invitations.call import CallOutcome, Reason, ReplyKind
from domain.kernel.ids import MatterId, short
from domain.kernel.personal import Free
from domain.usecases import settle_call as settling
from domain.usecases.describe_call import CallLine
from domain.usecases.note_call import Asked
from domain.usecases.read_call import KnownPhone, Past, WholeCall

Number = Annotated[str, Meta(min_length=11, max_length=24)]
Note = Annotated[str, Meta(min_length=1, max_length=500)]


class ReasonOut(View, frozen=True):
    reason: str
    times: int
    first: datetime
    last: datetime

    @classmethod
    def of(cls, reason: Reason) -> Self:
        return cls(str(reason.kind), reason.times, reason.first, reason.last)


class CallOut(View, frozen=True):
    call_id: str
    reasons: list[ReasonOut]
    since: datetime
    tries: int
    again_on: date | None = None
    matter_id: str | None = None
    party_name: str | None = None
    phone: str | None = None
    item_names: list[str] | None = None
    last_day: date | None = None

    @classmethod
    def of(cls, line: CallLine) -> Self:
        return cls(
            call_id=short("call", line.call_id),
            reasons=[ReasonOut.of(one) for one in line.reasons],
            since=line.since,
            tries=line.tries,
            again_on=line.again_on,
            matter_id=short("mtr", line.matter) if line.matter else None,
            party_name=line.party_name or None,
            phone=str(line.phone) if line.phone else None,
            item_names=list(line.item_names) or None,
            last_day=line.last_day,
        )


class Page(View, frozen=True):
    calls: list[CallOut]
    next_cursor: str | None = None

    @classmethod
    def of(cls, lines: tuple[CallLine, ...], next_cursor: str | None) -> Self:
        return cls([CallOut.of(line) for line in lines], next_cursor)


class PastOut(View, frozen=True):
    at: datetime
    what: str
    words: str | None = None
    by: str | None = None

    @classmethod
    def of(cls, past: Past) -> Self:
        words = past.words.reveal()[:2000] if past.words else None
        return cls(past.at, past.what, words or None, past.by or None)


class CallScreen(CallOut, frozen=True, kw_only=True):
    state: str
    history: list[PastOut]
    outcome: str | None = None

    @classmethod
    def of(cls, whole: WholeCall) -> Self:  # type: ignore[override]  # the whole is told of another value than the line
        return cls(
            **msgspec.structs.asdict(CallOut.of(whole.line)),
            state="open" if whole.is_open else "closed",
            history=[PastOut.of(past) for past in whole.history],
            outcome=str(whole.outcome) if whole.outcome else None,
        )


class PhoneOut(View, frozen=True):
    phone: str
    is_bad: bool


class Phones(View, frozen=True):
    phones: list[PhoneOut]

    @classmethod
    def of(cls, known: tuple[KnownPhone, ...]) -> Self:
        return cls([PhoneOut(one.phone.reveal(), one.is_bad) for one in known])


class Settled(View, frozen=True):
    call_id: str
    state: str
    tries: int
    outcome: str | None = None
    again_on: date | None = None

    @classmethod
    def of(cls, settled: settling.CallSettled) -> Self:
        state = "open" if settled.is_open else "closed"
        call = short("call", settled.call_id)
        return cls(call, state, settled.tries, settled.outcome or None, settled.again_on)


class NotedBody(Body, frozen=True):
    reason: Literal["no_smartphone", "call_me", "other"]
    phone: Number
    code: Annotated[str, Meta(min_length=1, max_length=2000)] | None = None
    matter_id: Annotated[str, Meta(max_length=64)] | None = None
    note: Note | None = None

    def asked(self) -> Asked:
        """Raises NotFound."""
        matter = None if self.matter_id is None else id_in(self.matter_id, "mtr", MatterId)
        note = None if self.note is None else Free(self.note)
        return Asked(ReplyKind(self.reason), self.phone, matter, self.code or "", note)


class OutcomeBody(Body, frozen=True):
    outcome: Literal[
        "reached_online", "form_prepared", "wants_counter", "not_reached", "wrong_number", "does_not_want"
    ]
    again_on: date | None = None
    note: Note | None = None

    def came_of_it(self) -> settling.CameOfIt:
        """Raises MalformedBody: a day goes with «not reached», and with nothing else."""
        if (self.outcome == "not_reached") != (self.again_on is not None):
            code = "missing" if self.again_on is None else "unknown"
            raise malformed("againOn", code, "未接通须写明改于哪天再联系，其他结果不写")
        note = None if self.note is None else Free(self.note)
        return settling.CameOfIt(CallOutcome(self.outcome), self.again_on, note)


class AppointmentBody(Body, frozen=True):
    name: Typed
    day: date
    window: HalfDay
    counter: Annotated[str, Meta(min_length=1, max_length=40)]
    phone: Number | None = None

    def booking(self) -> settling.Booking:
        """Raises MalformedBody."""
        return settling.Booking(person_name(self.name), self.phone or "", self.counter, self.day, self.window)
