"""What `palm findings` does: the same use cases as the console, for a clerk who proves to be one."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID, uuid4

from adapters.postgres.staff import PostgresAccounts
from bff import logs
from bff.compose.house import open_house
from bff.compose.servers import servers
from bff.desks.notices import NoticeDesk
from bff.desks.staff import StaffDesk
from bff.settings import Settings
from domain.findings.doubt import DoubtState
from domain.findings.finding import Reason
from domain.kernel.ids import DoubtId, FindingId, PushListId, short, unshort
from domain.kernel.ports import RequestKey
from domain.kernel.refusal import Refusal
from domain.kernel.refusals import NotFound, StepNotAllowed
from domain.privacy.access import About, Look, Purpose, Shown, Sight, Thing
from domain.staff.account import Role, StaffAccount
from domain.usecases.decide_push_list import Decision
from domain.usecases.describe_finding import FindingLine
from domain.usecases.describe_push_list import DUE
from domain.usecases.list_doubts import DoubtLine, EntryLine
from domain.usecases.note_access import NoteAccess

READERS = frozenset({Role.BUSINESS, Role.CLERK, Role.CHIEF})
SETTLERS = frozenset({Role.CLERK, Role.CHIEF})
SIGNERS = frozenset({Role.CHIEF})
LISTS = 20
TERMINAL = "terminal"  # in place of a network address: tries are counted alike
SETTLED_OTHERWISE = (
    "is settled the other way; palm findings doubts --all --as LOGIN says by whom and why. If that was a "
    "mistake, another clerk may correct it, once, with the same command, until the change has led to a "
    "matter; after that, help the holder at the counter"
)
WORDS = {"open": "待核实", "cleared": "非迁移", "moved": "实为迁移", "set_aside": "不予推送"}


@dataclass(frozen=True, slots=True)
class Proof:
    """What they sign in with at the console: who may run commands here is not yet who they say."""

    password: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Clerk:
    """A desk, and who sits at it. Every method answers lines; each «no» is a ValueError with what to do."""

    desk: NoticeDesk
    staff: StaffAccount
    note_access: NoteAccess

    async def lists(self) -> list[str]:
        views, _ = await self.desk.list_push_lists(size=LISTS)
        return [
            f"{short('list', view.push_list_id)}  {view.state}  应提示 {view.due}，暂不提示 {view.set_aside}"
            f"  {view.item_name}"
            for view in views
        ] or ["no list yet: palm sense --as LOGIN makes one"]

    async def one_list(self, text: str, reason: str | None) -> list[str]:
        push_list = PushListId(_id("list", text, "palm findings list shows them"))
        view = await self.desk.read_push_list(push_list)
        told = [
            f"{text}  {view.state}  {view.item_name}",
            f"应提示 {view.due}，暂不提示 {view.set_aside}："
            + "，".join(f"{label} {count}" for label, count in view.by_reason),
        ]
        after: FindingId | None = None
        while True:
            lines, after = await self.desk.list_findings(push_list, reasons=_reasons(reason), after=after)
            await self._note("palm findings list", [About(Thing.FINDING, line.finding_id) for line in lines])
            told += [_finding(line) for line in lines]
            if after is None:
                break
        if view.state == "prepared":
            told.append(f"to tell them: palm findings sign {text} --as LOGIN --digest {view.digest}")
        return told

    async def doubts(self, *, settled_too: bool) -> list[str]:
        told: list[str] = []
        before: DoubtId | None = None
        while True:
            lines, before = await self.desk.list_doubts(open_only=not settled_too, before=before)
            await self._note("palm findings doubts", [About(Thing.DOUBT, line.doubt_id) for line in lines])
            told += [part for line in lines for part in _doubt(line)]
            if before is None:
                return told or ["no doubt is open"]

    async def settle(self, text: str, to: DoubtState, why: str) -> list[str]:
        doubt = DoubtId(_id("dbt", text, "palm findings doubts shows them"))
        request = self._request("settle_doubt", text, to, why)
        try:
            settled = await self.desk.settle_doubt(self.staff, doubt, to, reason=why, request=request)
        except StepNotAllowed:
            raise ValueError(f"{text}: {SETTLED_OTHERWISE}") from None
        return [
            f"{text}: {WORDS[settled.state]}; what it held back stands on a list after the next palm sense"
        ]

    async def sign(self, text: str, digest: str) -> list[str]:
        push_list = PushListId(_id("list", text, "palm findings list shows them"))
        request = self._request("decide_push_list", text, digest)
        view = await self.desk.decide_push_list(
            self.staff, push_list, Decision.SIGN, digest=digest, note="", request=request
        )
        return [f"{text}: signed by {view.decided_by}, {view.due} finding(s) go to people"]

    async def _note(self, command: str, about: list[About]) -> None:
        """Before a line of it is printed. Raises AccessNotNoted."""
        sight = Sight(Purpose.REMINDER, Shown.REGISTER)
        look = Look(self.staff.login, sight, command, f"{TERMINAL}-{uuid4().hex}", is_list=True)
        await self.note_access(self.staff, look, about)

    def _request(self, operation: str, *said: str) -> RequestKey:
        """Each command is a request of its own."""
        digest = sha256("\n".join(said).encode()).digest()
        return RequestKey(short("staff", self.staff.staff_id), operation, uuid4().hex, digest)


@asynccontextmanager
async def seated(
    settings: Settings, login: str, roles: frozenset[Role], proof: Proof | None
) -> AsyncIterator[Clerk]:
    """`proof` None: only to read. Raises ValueError for an unknown login and for a role that may not, and as
    `proved` does."""
    logs.configure("warning", process="command")
    with servers(settings) as where:
        async with open_house(settings, where) as house, AsyncExitStack() as stack:
            if proof is not None:
                await stack.enter_async_context(proved(house.office.staff, login, proof))
            yield await clerk(house.office.notices, house.office.privacy.note_access, login, roles)


@asynccontextmanager
async def proved(desk: StaffDesk, login: str, proof: Proof) -> AsyncIterator[None]:
    """Signed in as at the console, with its entries in the ledger, and out again.

    Raises SignInFailed, TooManyRequests, LimitsUnavailable.
    """
    told = await desk.sign_in(login, proof.password, proof.code, address=TERMINAL)
    seen = await desk.recognise_staff(told.token)
    try:
        yield
    finally:
        await desk.end_sessions(told.account, only=seen.session.session_id)


async def clerk(desk: NoticeDesk, note: NoteAccess, login: str, roles: frozenset[Role]) -> Clerk:
    """Raises ValueError for an unknown login and for a role that may not."""
    try:
        staff = await PostgresAccounts().staff_by_login(login)
    except NotFound:
        raise ValueError(f"{login}: no such login; palm staff add makes one") from None
    if not roles & staff.roles:
        raise ValueError(f"{login}: only {', '.join(sorted(roles))} may do this")
    return Clerk(desk, staff, note)


def in_words(refusal: Refusal) -> str:
    """One line for whoever typed the command."""
    return f"{refusal.code}: {refusal.title}" + (f"；{refusal.advice}" if refusal.advice else "")


def _id(prefix: str, text: str, hint: str) -> UUID:
    found = unshort(prefix, text)
    if found is None:
        raise ValueError(f"{text}: not a number of the kind {prefix}_…; {hint}")
    return found


def _reasons(text: str | None) -> tuple[Reason | None, ...]:
    if text is None:
        return ()
    if text == DUE:
        return (None,)
    if text not in set(Reason):
        raise ValueError(f"{text}: say {DUE} or one of {', '.join(Reason)}")
    return (Reason(text),)


def _finding(line: FindingLine) -> str:
    who = f"{line.party_name} …{line.licence_number_tail}" if line.is_known else "登记系统已无此证照"
    why = f"{line.why}，最晚{line.last_day}"
    return "  ".join(("", line.reason or "应提示", who, line.item_name, line.office, why))


def _entry(entry: EntryLine) -> str:
    when = f"登记更新于{entry.updated_on}" if entry.updated_on else "登记未写明更新日期"
    return f"{entry.register}  {entry.party_name}  号码尾{entry.number_tail}  {entry.office}  {when}"


def _doubt(line: DoubtLine) -> list[str]:
    head = f"{short('dbt', line.doubt_id)}  {WORDS[line.state]}  {line.party_name}"
    if line.entries:
        told = [head, *(f"  {_entry(entry)}" for entry in line.entries)]
        return [*told, f"  {line.settled_by}：{line.reason}"] if line.settled_by else told
    told = [
        f"{head}  {line.changed}于{line.changed_on}变更",
        f"  变更前 {line.address_before}",
        f"  变更后 {line.address_after}",
    ]
    return [*told, f"  {line.settled_by}：{line.reason}"] if line.settled_by else told
