"""Who asks in the mini-program: an account is nobody until a face passed on it, and then that person."""

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

import pytest

from adapters.postgres.rows.core import LedgerEntryRow
from adapters.postgres.rows.identity import IdentityCheckRow, SessionRow, VisitorRow
from bff.compose.core import Core
from domain.identity.check import ConsentNeeded, IdentityAttemptsExceeded, IdentityCheckEnded
from domain.identity.outside import FaceSession
from domain.identity.ports import Claims
from domain.identity.session import SessionEnded
from domain.identity.visitor import Seen, WechatAccountBlocked, WechatCodeInvalid
from domain.kernel.ids import MatterId, VisitorId
from domain.kernel.limits import TooManyRequests
from domain.kernel.party import Acting, Channel, Level
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.ports import RequestKey
from domain.kernel.refusal import Refused, Unavailable
from domain.kernel.refusals import NotFound
from domain.usecases.claim_identity_check import Applicant, return_ticket
from domain.usecases.finish_identity_check import CheckPending
from domain.usecases.open_identity_check import CheckOpened, CheckRequest
from domain.usecases.sign_in_by_wechat import VisitTold
from domain.usecases.tell_session import SessionTold
from tests.fakes.face import FakeFace
from tests.support.house import HandClock, count
from tests.usecases.identity_world import ADDRESS, JIA, JIA_NUMBER, YI, YI_NUMBER, World, identity_world

CONSENT = "wechat-2026-11"
MINE, THEIRS = "o-invented-jia", "o-invented-other"


@pytest.fixture
def world(core: Core, clock: HandClock) -> World:
    return identity_world(core, clock)


@dataclass
class Handset:
    """Somebody's WeChat, signed in to the mini-program."""

    world: World
    openid: str
    visitor: VisitorId
    told: VisitTold

    async def seen(self) -> Seen:
        return await self.world.desk.recognise_visitor(self.told.access_token)

    async def open(
        self,
        name: str = JIA,
        number: str = JIA_NUMBER,
        *,
        key: str = "",
        consent: str = CONSENT,
        code: str | None = None,
        matter: MatterId | None = None,
        acting: Acting | None = None,
    ) -> CheckOpened:
        made = key or f"key-{next(self.world.keys)}"
        asked = CheckRequest(
            Applicant(PersonName(name), number, consent, agreed=True),
            meta_info="",
            address=ADDRESS,
            code=code,
            matter=matter,
            acting=acting,
        )
        request = RequestKey("visitor", "open_wechat_check", made, bytes(32))
        return await self.world.desk.open_wechat_check(request, asked, self.visitor)

    def face_passes(self) -> None:
        face = self.world.wechat_face
        face.finish(next(reversed(face.checks)))

    async def finish(self, opened: CheckOpened) -> object:
        finishing = self.world.desk.finish_wechat_check
        return await finishing.of_visitor(opened.check_id, opened.resume_token, self.visitor)

    async def prove(
        self, name: str = JIA, number: str = JIA_NUMBER, *, code: str | None = None
    ) -> SessionTold:
        opened = await self.open(name, number, code=code)
        self.face_passes()
        told = await self.finish(opened)
        assert isinstance(told, SessionTold)
        return told


async def phone(world: World, openid: str = MINE) -> Handset:
    told = await world.desk.sign_in_by_wechat(world.mini_program.login(openid), address=ADDRESS)
    seen = await world.desk.recognise_visitor(told.access_token)
    return Handset(world, openid, seen.visitor, told)


async def test_an_account_nobody_is_known_by_is_a_visitor_and_no_more(world: World) -> None:
    mine = await phone(world)

    assert (mine.told.level, mine.told.name) == (Level.NONE, "")
    assert (await mine.seen()).known is None
    with pytest.raises(SessionEnded):
        await world.desk.recognise_person(mine.told.access_token)
    assert await count("sessions") == 0


async def test_the_same_account_is_remembered_and_what_wechat_tells_is_sealed(world: World) -> None:
    first = await phone(world)
    again = await phone(world)

    row = await VisitorRow.get(id=first.visitor)
    assert again.visitor == first.visitor
    assert await count("visitors") == 1
    for sealed in (row.openid, row.session_key):
        assert MINE.encode() not in sealed
        assert b"key-" not in sealed


async def test_a_used_code_signs_nobody_in(world: World) -> None:
    code = world.mini_program.login(MINE)
    await world.desk.sign_in_by_wechat(code, address=ADDRESS)

    with pytest.raises(WechatCodeInvalid):
        await world.desk.sign_in_by_wechat(code, address=ADDRESS)


async def test_an_account_the_platform_thinks_dangerous_is_told_another_way(world: World) -> None:
    world.mini_program.trouble.before.append(Refused("wechat", "blocked"))

    with pytest.raises(WechatAccountBlocked):
        await phone(world)


async def test_the_platform_being_away_leaves_nothing_behind(world: World) -> None:
    world.mini_program.trouble.before.append(Unavailable("wechat", "-1"))

    with pytest.raises(Unavailable):
        await phone(world)

    assert await count("visitors") == 0


async def test_one_line_cannot_try_codes_by_the_thousand(world: World) -> None:
    for _ in range(30):
        with pytest.raises(WechatCodeInvalid):
            await world.desk.sign_in_by_wechat("guess", address=ADDRESS)

    with pytest.raises(TooManyRequests):
        await world.desk.sign_in_by_wechat("guess", address=ADDRESS)


async def test_the_phone_number_is_kept_and_proves_nothing(world: World) -> None:
    mine = await phone(world)
    code = world.mini_program.share_phone(MINE, "19900000118")

    told = await world.desk.keep_phone_number(mine.visitor, code, address=ADDRESS)

    row = await VisitorRow.get(id=mine.visitor)
    assert str(told) == "199****0118"
    assert row.phone is not None
    assert b"19900000118" not in row.phone
    assert (await phone(world)).told.level is Level.NONE


async def test_another_accounts_phone_code_is_of_no_use(world: World) -> None:
    mine = await phone(world)
    code = world.mini_program.share_phone(THEIRS, "19900000118")

    with pytest.raises(WechatCodeInvalid):
        await world.desk.keep_phone_number(mine.visitor, code, address=ADDRESS)

    assert (await VisitorRow.get(id=mine.visitor)).phone is None


@dataclass
class RememberingFace(FakeFace):
    """Keeps what it was told of the device."""

    told: list[str] = field(default_factory=list)

    async def open(
        self,
        name: PersonName,
        number: DocumentNumber,
        *,
        order_no: str,
        meta_info: str,
        return_url: str,
        callback_url: str,
        callback_token: str,
    ) -> FaceSession:
        self.told.append(meta_info)
        return await super().open(
            name,
            number,
            order_no=order_no,
            meta_info=meta_info,
            return_url=return_url,
            callback_url=callback_url,
            callback_token=callback_token,
        )


async def test_the_check_is_opened_on_the_account_that_asks_by_our_own_record(world: World) -> None:
    face = RememberingFace(world.clock)
    mine, opening = await phone(world), world.desk.open_wechat_check
    asked = CheckRequest(
        Applicant(PersonName(JIA), JIA_NUMBER, CONSENT, agreed=True),
        meta_info=json.dumps({"openid": THEIRS}),
        address=ADDRESS,
    )
    remembering = replace(opening, open_check=replace(opening.open_check, face=face))

    await remembering(RequestKey("v", "open_wechat_check", "k", bytes(32)), asked, mine.visitor)

    assert [json.loads(one) for one in face.told] == [{"openid": MINE}]


async def test_a_passed_face_signs_in_and_links_the_account(world: World) -> None:
    mine = await phone(world)

    told = await mine.prove()

    known = await world.desk.recognise_person(told.access_token, front=Channel.MINI_PROGRAM)
    assert (told.level, told.name) == (Level.FACE, "甲**")
    assert known.visitor == mine.visitor
    again = await phone(world)
    assert (again.told.level, again.told.name) == (Level.PHONE, "甲**")
    assert await LedgerEntryRow.filter(kind="wechat-linked").count() == 1


async def test_the_fresh_face_ends_after_five_minutes_and_the_session_after_fifteen(
    world: World, clock: HandClock
) -> None:
    mine = await phone(world)
    told = await mine.prove()

    clock.go_on(timedelta(minutes=5))
    known = await world.desk.recognise_person(told.access_token, front=Channel.MINI_PROGRAM)
    assert known.level is Level.PHONE
    clock.go_on(timedelta(minutes=10))
    with pytest.raises(SessionEnded):
        await world.desk.recognise_person(told.access_token, front=Channel.MINI_PROGRAM)


async def test_its_session_cannot_be_renewed_by_the_phone_pages_cookie(world: World) -> None:
    mine = await phone(world)
    told = await mine.prove()

    with pytest.raises(SessionEnded):
        await world.desk.refresh_session(told.refresh_token)


async def test_another_account_cannot_finish_the_check(world: World) -> None:
    mine, theirs = await phone(world), await phone(world, THEIRS)
    opened = await mine.open()
    mine.face_passes()

    with pytest.raises(NotFound):
        await theirs.finish(opened)

    assert await count("sessions") == 0
    assert isinstance(await mine.finish(opened), SessionTold)


async def test_neither_front_finishes_a_check_of_the_other(world: World) -> None:
    mine = await phone(world)
    inside, outside = await mine.open(), await world.open()
    mine.face_passes()
    world.stand_before_the_camera()

    with pytest.raises(NotFound):
        await world.finish(inside)
    with pytest.raises(NotFound):
        await mine.finish(outside)

    assert await count("sessions") == 0


async def test_no_ticket_finishes_it_on_the_phone_page(world: World) -> None:
    mine = await phone(world)
    opened = await mine.open()
    mine.face_passes()
    ticket = return_ticket(world.core.digests, opened.resume_token)

    with pytest.raises(NotFound):
        await world.desk.finish_identity_check(opened.check_id, opened.resume_token, ticket)


async def test_a_token_counts_on_its_own_front_only(world: World) -> None:
    mine = await phone(world)
    inside, outside = await mine.prove(), await world.sign_in()

    with pytest.raises(SessionEnded):
        await world.desk.recognise_person(inside.access_token)
    with pytest.raises(SessionEnded):
        await world.desk.recognise_visitor(outside.access_token)


async def test_token_and_session_must_be_of_one_front(world: World) -> None:
    mine = await phone(world)
    inside = await mine.prove()
    outside = await world.desk.recognise_person((await world.sign_in()).access_token)
    within = await world.desk.recognise_person(inside.access_token, front=Channel.MINI_PROGRAM)
    soon = world.clock() + timedelta(minutes=5)

    mixed = [
        Claims(within.session, within.person, soon),
        Claims(outside.session, outside.person, soon, Channel.MINI_PROGRAM),
    ]

    for front in (Channel.H5, Channel.MINI_PROGRAM):
        for claims in mixed:
            with pytest.raises(SessionEnded):
                await world.desk.recognise_person(world.tokens.issue(claims), front=front)


async def test_a_new_face_on_the_account_replaces_the_one_before_and_ends_its_sessions(world: World) -> None:
    mine = await phone(world)
    first = await mine.prove()

    second = await mine.prove(YI, YI_NUMBER)

    with pytest.raises(SessionEnded):
        await world.desk.recognise_visitor(first.access_token)
    assert (await world.desk.recognise_visitor(second.access_token)).known is not None
    assert (await phone(world)).told.name == "乙**"
    facts = [
        bool(one.facts["replaced"])
        for one in await LedgerEntryRow.filter(kind="wechat-linked").order_by("at")
    ]
    assert sorted(facts) == [False, True]


async def test_signing_out_makes_the_account_nobodys(world: World) -> None:
    mine = await phone(world)
    told = await mine.prove()
    known = await world.desk.recognise_person(told.access_token, front=Channel.MINI_PROGRAM)

    await world.desk.sign_out(
        Acting(known.person, known.person, known.level, Channel.MINI_PROGRAM, known.session)
    )

    with pytest.raises(SessionEnded):
        await world.desk.recognise_visitor(told.access_token)
    assert (await phone(world)).told.level is Level.NONE


async def test_signing_out_ends_every_session_the_account_ever_began(world: World) -> None:
    mine = await phone(world)
    fresh_from_the_face = await mine.prove()
    opened_again = await phone(world)
    known = (await opened_again.seen()).known
    assert known is not None

    await world.desk.sign_out(
        Acting(known.person, known.person, known.level, Channel.MINI_PROGRAM, known.session)
    )

    for token in (fresh_from_the_face.access_token, opened_again.told.access_token):
        with pytest.raises(SessionEnded):
            await world.desk.recognise_visitor(token)


async def test_another_phone_of_the_same_person_stays_signed_in(world: World) -> None:
    mine, second = await phone(world), await phone(world, THEIRS)
    told = await mine.prove()

    await second.prove()

    assert (await world.desk.recognise_visitor(told.access_token)).known is not None
    assert await count("parties") >= 1
    assert await VisitorRow.exclude(person_id=None).count() == 2


async def test_the_consent_names_who_compares_the_face(world: World) -> None:
    mine = await phone(world)
    shown = await world.desk.read_wechat_consent()

    assert "微信" in shown.text
    assert "阿里云" not in shown.text
    with pytest.raises(ConsentNeeded):
        await mine.open(consent="face-2026-11")


async def test_five_checks_a_day_in_both_fronts_together(world: World) -> None:
    mine = await phone(world)
    for _ in range(3):
        await mine.open(YI, YI_NUMBER)
    for _ in range(2):
        await world.open()

    with pytest.raises(IdentityAttemptsExceeded):
        await mine.open(YI, YI_NUMBER)


async def test_known_unknown_and_no_code_read_alike(world: World) -> None:
    _, code = await world.invited()
    mine = await phone(world)

    told = [await mine.prove(YI, YI_NUMBER, code=one) for one in (code, None)]

    assert [one.matter for one in told] == [None, None]


async def test_the_code_leads_its_representative_to_the_matter_here_too(world: World) -> None:
    matter, code = await world.invited()
    mine = await phone(world)

    told = await mine.prove(code=code)

    known = await world.desk.recognise_person(told.access_token, front=Channel.MINI_PROGRAM)
    assert told.matter == matter == known.face_matter


async def test_signed_in_a_person_steps_up_for_one_matter_of_theirs(world: World) -> None:
    matter, _ = await world.invited()
    mine = await phone(world)
    told = await mine.prove()
    known = await world.desk.recognise_person(told.access_token, front=Channel.MINI_PROGRAM)
    acting = Acting(known.person, known.person, known.level, Channel.MINI_PROGRAM, known.session)

    opened = await mine.open(matter=matter, acting=acting)
    mine.face_passes()
    stepped = await mine.finish(opened)

    assert isinstance(stepped, SessionTold)
    assert stepped.matter == matter
    with pytest.raises(NotFound):
        await mine.open(matter=MatterId(UUID(int=1)), acting=acting)


async def test_the_same_key_from_another_account_fetches_nothing(world: World) -> None:
    mine, theirs = await phone(world), await phone(world, THEIRS)

    first = await mine.open(key="shared")
    second = await theirs.open(key="shared")

    assert first.resume_token != second.resume_token
    assert (await mine.open(key="shared")).resume_token == first.resume_token


async def test_a_pending_check_is_told_as_such_and_ends_after_half_an_hour(
    world: World, clock: HandClock
) -> None:
    mine = await phone(world)
    opened = await mine.open()

    assert isinstance(await mine.finish(opened), CheckPending)
    clock.go_on(timedelta(minutes=30))
    with pytest.raises(IdentityCheckEnded):
        await mine.finish(opened)


async def test_a_finished_check_is_forgotten_at_its_own_vendor(world: World, clock: HandClock) -> None:
    mine = await phone(world)
    opened = await mine.open()
    mine.face_passes()
    await mine.finish(opened)
    clock.go_on(timedelta(minutes=1))

    await world.desk.forget_face(opened.check_id)

    row = await IdentityCheckRow.get(id=opened.check_id)
    assert row.number is None
    assert world.wechat_face.checks == {}


async def test_what_is_kept_says_which_front_it_is_of(world: World) -> None:
    mine = await phone(world)
    await mine.prove()

    check, session = await IdentityCheckRow.get(), await SessionRow.get()
    assert (check.verifier, check.visitor_id) == ("wechat", mine.visitor)
    assert (session.channel, session.visitor_id) == ("mini_program", mine.visitor)
    entry = await LedgerEntryRow.get(kind="identity-checked")
    assert entry.channel == "mini_program"


async def test_rows_from_before_there_were_two_fronts_are_the_phone_pages(world: World) -> None:
    opened = await world.open()
    world.stand_before_the_camera()
    await IdentityCheckRow.all().update(verifier=None)
    told = await world.finish(opened)
    await SessionRow.all().update(channel=None)

    assert isinstance(told, SessionTold)
    assert (await world.desk.recognise_person(told.access_token)).visitor is None
    await world.desk.refresh_session(told.refresh_token)


async def test_an_openid_printed_by_mistake_shows_nothing(world: World) -> None:
    code = world.mini_program.login(MINE)

    assert MINE not in repr(world.mini_program.users[code])
