"""Being known without a face: by bank card and phone, by the 网号; as strong, as bound and as limited."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from adapters.postgres.app_devices import PostgresAppDevices
from adapters.postgres.rows.core import LedgerEntryRow
from adapters.postgres.rows.identity import IdentityCheckRow, SessionRow
from adapters.postgres.sessions import PostgresSessions
from adapters.postgres.visits import PostgresVisits
from bff.compose.core import Core
from domain.identity.check import (
    CheckState,
    FaceForAdults,
    IdentityAttemptsExceeded,
    IdentityCheckEnded,
    Purpose,
)
from domain.identity.other_way import CardInvalid, Way, WayConsentNeeded, WayNotOffered, bank_card
from domain.identity.sign_in_code import CodeWrong
from domain.kernel.identifiers import IdentifierInvalid
from domain.kernel.ids import IdentityCheckId, MatterId
from domain.kernel.limits import TooManyRequests
from domain.kernel.party import Level
from domain.kernel.refusal import Refused, Unavailable
from domain.kernel.refusals import NotFound
from domain.usecases.finish_identity_check import CheckFailed, CheckPending
from domain.usecases.finish_other_way import ARRIVES
from domain.usecases.list_sessions import ListSessions
from domain.usecases.require_face import FaceForThisMatter, RequireFace
from domain.usecases.tell_session import SessionTold
from tests.support.house import HandClock, count, jobs_deferred, rows
from tests.usecases.identity_world import CHILD_NUMBER, JIA, JIA_NUMBER, YI
from tests.usecases.other_way_world import (
    CARD,
    OTHER_CARD,
    OTHER_PHONE,
    PHONE,
    OtherWayWorld,
    other_way_world,
)

BOTH = pytest.mark.parametrize("way", Way)


@pytest.fixture
def here(core: Core, clock: HandClock) -> OtherWayWorld:
    return other_way_world(core, clock)


async def passed(here: OtherWayWorld, way: Way, **more: Any) -> SessionTold:
    return await (here.by_bank(**more) if way is Way.BANK else here.by_network(**more))


async def entries(kind: str) -> list[LedgerEntryRow]:
    return await LedgerEntryRow.filter(kind=kind).order_by("id")


@BOTH
async def test_who_is_shown_to_be_themselves_has_the_level_of_the_face(here: OtherWayWorld, way: Way) -> None:
    told = await passed(here, way)

    known = await here.world.desk.recognise_person(told.access_token)
    assert (told.level, known.level, told.name) == (Level.FACE, Level.FACE, "乙**")
    [session] = await SessionRow.all()
    [entry] = await entries("identity-checked")
    assert (session.method, entry.facts["way"], entry.facts["outcome"]) == (str(way), str(way), "passed")


@BOTH
async def test_the_level_lasts_five_minutes_as_the_faces_does(here: OtherWayWorld, way: Way) -> None:
    told = await passed(here, way)

    here.world.clock.go_on(timedelta(minutes=5))

    assert (await here.world.desk.recognise_person(told.access_token)).level is Level.PHONE


@BOTH
async def test_it_counts_for_its_matter_and_purpose_alone(here: OtherWayWorld, way: Way) -> None:
    world = here.world
    matter, _ = await world.invited()
    first = await world.sign_in(JIA, JIA_NUMBER)
    here.bank.cards[CARD] = (JIA, JIA_NUMBER, PHONE)
    school = await world.school()
    acting = await world.acting(first, school)
    opened = await here.open(way, JIA, JIA_NUMBER, matter=matter, acting=acting)
    proof = (
        here.typed(await here.code(opened)) if way is Way.BANK else here.confirmed(opened, JIA, JIA_NUMBER)
    )
    told = await here.finish(opened, proof)
    assert isinstance(told, SessionTold)
    now_acting = await world.acting(told, school)
    require = RequireFace(PostgresSessions(), PostgresVisits(), world.clock)

    await require(now_acting, matter, Purpose.APPLY)

    for other_matter, purpose in ((matter, Purpose.CASE), (MatterId(UUID(int=1)), Purpose.APPLY)):
        with pytest.raises(FaceForThisMatter):
            await require(now_acting, other_matter, purpose)


async def test_a_step_up_ends_the_session_it_was_asked_for_on(here: OtherWayWorld) -> None:
    world = here.world
    matter, _ = await world.invited()
    first = await world.sign_in(JIA, JIA_NUMBER)
    here.bank.cards[CARD] = (JIA, JIA_NUMBER, PHONE)
    acting = await world.acting(first, await world.school())

    await here.by_bank(name=JIA, number=JIA_NUMBER, matter=matter, acting=acting)

    ended = {row.ended_why for row in await SessionRow.all()}
    assert ended == {None, "renewed"}


@BOTH
async def test_five_a_day_are_one_account_with_the_face(here: OtherWayWorld, way: Way) -> None:
    for _ in range(2):
        await here.open(Way.BANK)
    for _ in range(2):
        await here.world.open()
    await here.open(Way.NETWORK)

    with pytest.raises(IdentityAttemptsExceeded):
        await here.open(way)
    with pytest.raises(IdentityAttemptsExceeded):
        await here.world.open()


@BOTH
async def test_a_minor_is_sent_to_the_counter(here: OtherWayWorld, way: Way) -> None:
    with pytest.raises(FaceForAdults):
        await here.open(way, "丙小宝", CHILD_NUMBER)

    assert await count("identity_checks") == 0


@BOTH
async def test_each_way_wants_its_own_consent_to_its_own_text(here: OtherWayWorld, way: Way) -> None:
    for consent, agreed in (("face-2026-11-22", True), ("", False)):
        with pytest.raises(WayConsentNeeded):
            await here.open(way, consent=consent, agreed=agreed)

    await here.open(way)

    [entry] = await entries(f"{way}-consent-given")
    [kept] = await rows("consents")
    assert entry.facts["version"] == kept["version"] == here.desk.open_other_way.consent(way).version


@BOTH
async def test_a_way_the_office_has_no_contract_for_is_not_offered(
    core: Core, clock: HandClock, way: Way
) -> None:
    here = other_way_world(core, clock, has_bank=way is not Way.BANK, has_network=way is not Way.NETWORK)

    with pytest.raises(WayNotOffered):
        await here.open(way)
    with pytest.raises(WayNotOffered):
        here.desk.open_other_way.consent(way)


@pytest.mark.parametrize(
    ("name", "card", "phone"),
    [("王五", CARD, PHONE), (YI, OTHER_CARD, PHONE), (YI, CARD, OTHER_PHONE)],
    ids=["name", "card", "phone"],
)
async def test_a_wrong_name_and_a_wrong_card_are_answered_alike(
    here: OtherWayWorld, name: str, card: str, phone: str
) -> None:
    opened = await here.open(name=name)

    told = await here.finish(opened, here.typed(await here.code(opened, phone), card, phone))

    assert isinstance(told, CheckFailed)
    assert (told.cause, told.advice) == (
        "elements",
        "银行没有确认这四项是同一个人的，请核对姓名、身份证号码、卡号和银行预留的手机号。今天还可再试4次。",
    )
    assert (await count("sessions"), await count("parties")) == (0, 0)


async def test_a_check_puts_one_card_to_the_bank_and_no_second(here: OtherWayWorld) -> None:
    opened = await here.open()
    code = await here.code(opened)
    first = await here.finish(opened, here.typed(code, OTHER_CARD))

    again = await here.finish(opened, here.typed(code, CARD))

    assert isinstance(first, CheckFailed)
    assert again == first
    assert [one[-1] for one in here.bank.asked] == [OTHER_CARD]


async def test_of_twenty_cards_at_once_one_is_put_to_the_bank(here: OtherWayWorld) -> None:
    opened = await here.open()
    code = await here.code(opened)

    outcomes = await asyncio.gather(
        *(here.finish(opened, here.typed(code, card)) for card in (CARD, OTHER_CARD) * 10)
    )

    assert len(here.bank.asked) == 1
    assert await count("sessions") <= 1
    assert {type(one) for one in outcomes} <= {CheckPending, CheckFailed, SessionTold}


async def test_without_the_code_no_bank_is_asked(here: OtherWayWorld) -> None:
    opened = await here.open()
    await here.code(opened)

    with pytest.raises(CodeWrong):
        await here.finish(opened, here.typed("000000"))

    assert here.bank.asked == []
    assert (await IdentityCheckRow.get(id=opened.check_id)).state == CheckState.OPENED


async def test_a_wrong_code_spends_no_check_and_the_sixth_try_opens_nothing(here: OtherWayWorld) -> None:
    opened = await here.open()
    code = await here.code(opened)
    for _ in range(5):
        with pytest.raises(CodeWrong):
            await here.finish(opened, here.typed("000000"))

    with pytest.raises(CodeWrong):
        await here.finish(opened, here.typed(code))

    assert here.bank.asked == []


async def test_twenty_wrong_codes_close_a_number_for_the_day(here: OtherWayWorld) -> None:
    world = here.world
    for _ in range(4):
        opened = await here.open()
        await here.code(opened)
        for _ in range(5):
            with pytest.raises(CodeWrong):
                await here.finish(opened, here.typed("000000"), address=f"192.0.2.{next(world.keys)}")
        world.clock.go_on(timedelta(minutes=2))
    opened = await here.open()
    code = await here.code(opened)

    with pytest.raises(TooManyRequests):
        await here.finish(opened, here.typed(code))


async def test_the_code_of_another_check_or_of_a_sign_in_counts_for_nothing(here: OtherWayWorld) -> None:
    mine, theirs = await here.open(), await here.open()
    code = await here.code(theirs)

    with pytest.raises(CodeWrong):
        await here.finish(mine, here.typed(code))

    assert isinstance(await here.finish(theirs, here.typed(code)), SessionTold)


async def test_a_proof_of_another_check_spends_no_try_of_a_code(here: OtherWayWorld) -> None:
    """Else whoever knows a number keeps its holder from ever proving anything."""
    mine, theirs = await here.open(), await here.open()
    code = await here.code(mine)
    for n in range(25):
        with pytest.raises(CodeWrong):
            await here.finish(theirs, here.typed("000000"), address=f"192.0.2.{n}")
    spent = [row["tries"] for row in await rows("sign_in_codes")]

    told = await here.finish(mine, here.typed(code))

    assert spent == [0]
    assert isinstance(told, SessionTold)


async def test_a_later_code_of_another_check_replaces_none(here: OtherWayWorld) -> None:
    mine, theirs = await here.open(), await here.open()
    code = await here.code(mine)
    here.world.clock.go_on(timedelta(minutes=1))
    await here.code(theirs)

    assert isinstance(await here.finish(mine, here.typed(code)), SessionTold)


async def test_of_the_codes_of_one_check_the_newest_alone_counts(here: OtherWayWorld) -> None:
    opened = await here.open()
    first = await here.code(opened)
    here.world.clock.go_on(timedelta(minutes=1))
    second = await here.code(opened)

    with pytest.raises(CodeWrong):
        await here.finish(opened, here.typed(first))

    assert isinstance(await here.finish(opened, here.typed(second)), SessionTold)


async def test_the_code_goes_to_one_number_and_counts_with_that_number_alone(here: OtherWayWorld) -> None:
    """Else a stolen list of four elements and any phone would do."""
    opened = await here.open()
    code = await here.code(opened, OTHER_PHONE)

    with pytest.raises(CodeWrong):
        await here.finish(opened, here.typed(code, CARD, PHONE))

    assert here.bank.asked == []


async def test_one_number_gets_one_code_a_minute_whatever_it_is_for(here: OtherWayWorld) -> None:
    first, second = await here.open(), await here.open()
    await here.code(first)

    with pytest.raises(TooManyRequests):
        await here.code(second)

    assert len(here.sms.sent) == 1


async def test_a_mistyped_card_is_told_before_anything_is_spent(here: OtherWayWorld) -> None:
    for typed in ("9900000000000011", "99000000000", "9" * 20, "99000000000000１x", ""):
        with pytest.raises(CardInvalid):
            bank_card(typed)

    assert bank_card("９９００ 0000-0000 0010").reveal() == CARD
    assert CARD not in repr(bank_card(CARD))
    assert here.bank.asked == []


async def test_a_lost_answer_is_asked_about_and_the_question_not_put_again(here: OtherWayWorld) -> None:
    opened = await here.open()
    proof = here.typed(await here.code(opened))
    here.bank.trouble.answer_lost = True
    first = await here.finish(opened, proof)

    told = await here.finish(opened)

    assert first == CheckPending()
    assert isinstance(told, SessionTold)
    assert len(here.bank.asked) == 1


async def test_the_same_proof_sent_again_is_asked_about_too(here: OtherWayWorld) -> None:
    opened = await here.open(Way.NETWORK)
    proof = here.confirmed(opened)
    here.network.trouble.answer_lost = True
    first = await here.finish(opened, proof)

    assert first == CheckPending()
    assert isinstance(await here.finish(opened, proof), SessionTold)


async def test_a_question_that_never_arrived_ends_the_check_once_it_can_not_arrive_any_more(
    here: OtherWayWorld,
) -> None:
    opened = await here.open()
    proof = here.typed(await here.code(opened))
    here.bank.trouble.answer_lost = True
    await here.finish(opened, proof)
    here.bank.orders.clear()  # the bank never had it after all

    early = await here.finish(opened)
    here.world.clock.go_on(ARRIVES)
    late = await here.finish(opened)

    assert early == CheckPending()
    assert isinstance(late, CheckFailed)
    assert late.cause == "source"
    assert await count("sessions") == 0


@BOTH
async def test_a_verdict_that_comes_later_is_waited_for(here: OtherWayWorld, way: Way) -> None:
    here.bank.is_slow = here.network.is_slow = True
    opened = await here.open(way)
    proof = here.typed(await here.code(opened)) if way is Way.BANK else here.confirmed(opened)

    first = await here.finish(opened, proof)

    assert first == CheckPending()
    assert isinstance(await here.finish(opened), SessionTold)


async def test_a_pass_that_is_told_after_five_minutes_counts_from_when_it_was_given(
    here: OtherWayWorld,
) -> None:
    opened = await here.open()
    here.bank.trouble.answer_lost = True
    await here.finish(opened, here.typed(await here.code(opened)))
    here.world.clock.go_on(timedelta(minutes=6))

    told = await here.finish(opened)

    assert isinstance(told, SessionTold)
    assert told.level is Level.PHONE


@BOTH
@pytest.mark.parametrize("error", [Unavailable, Refused])
async def test_a_service_that_is_not_there_passes_nobody_and_says_so(
    here: OtherWayWorld, way: Way, error: type[Unavailable | Refused]
) -> None:
    opened = await here.open(way)
    proof = here.typed(await here.code(opened)) if way is Way.BANK else here.confirmed(opened)
    for port in (here.bank, here.network):
        port.trouble.before.append(error("proof", "down"))

    if error is Refused:  # the operator's to mend
        with pytest.raises(Refused):
            await here.finish(opened, proof)
    told = await here.finish(opened, proof if error is Unavailable else None)

    assert isinstance(told, CheckFailed)
    assert told.cause == "source"
    assert await count("sessions") == 0


async def test_anothers_network_identity_does_not_pass(here: OtherWayWorld) -> None:
    opened = await here.open(Way.NETWORK)

    told = await here.finish(opened, here.confirmed(opened, JIA, JIA_NUMBER))

    assert isinstance(told, CheckFailed)
    assert told.cause == "credential"


async def test_a_token_of_another_check_does_not_pass(here: OtherWayWorld) -> None:
    mine, other = await here.open(Way.NETWORK), await here.open(Way.NETWORK)

    told = await here.finish(mine, here.confirmed(other))

    assert isinstance(told, CheckFailed)
    assert await count("sessions") == 0


@BOTH
async def test_the_proof_of_one_way_is_none_of_the_other(here: OtherWayWorld, way: Way) -> None:
    opened = await here.open(way)
    other = await here.open(Way.BANK if way is Way.NETWORK else Way.NETWORK)
    proof = here.confirmed(other) if way is Way.BANK else here.typed("000000")

    with pytest.raises(NotFound):
        await here.finish(opened, proof)

    assert await here.finish(opened) == CheckPending()


async def test_a_face_check_is_not_found_here_and_a_bank_check_not_there(here: OtherWayWorld) -> None:
    face, bank = await here.world.open(), await here.open()

    with pytest.raises(NotFound):
        await here.desk.finish_other_way(face.check_id, face.resume_token, None, address="192.0.2.1")
    with pytest.raises(NotFound):
        await here.world.finish(bank)  # type: ignore[arg-type]  # it has an id and a resume token, too


async def test_another_resume_token_finds_no_check_and_sends_no_code(here: OtherWayWorld) -> None:
    mine, other = await here.open(), await here.open()

    with pytest.raises(NotFound):
        await here.desk.send_check_code(mine.check_id, other.resume_token, PHONE, address="192.0.2.1")
    with pytest.raises(NotFound):
        await here.desk.finish_other_way(mine.check_id, other.resume_token, None, address="192.0.2.1")

    assert here.sms.sent == []


async def test_no_code_is_sent_for_a_network_check_nor_once_the_bank_was_asked(here: OtherWayWorld) -> None:
    network, bank = await here.open(Way.NETWORK), await here.open()
    await here.finish(bank, here.typed(await here.code(bank)))
    here.world.clock.go_on(timedelta(minutes=2))

    with pytest.raises(NotFound):
        await here.code(network)
    with pytest.raises(IdentityCheckEnded):
        await here.code(bank)


async def test_the_card_and_the_phone_are_in_no_row(here: OtherWayWorld, core: Core) -> None:
    await here.by_bank()
    opened = await here.open()
    here.world.clock.go_on(timedelta(minutes=2))
    await here.finish(opened, here.typed(await here.code(opened), OTHER_CARD))

    for table in ("identity_checks", "sessions", "consents", "ledger_entries", "sign_in_codes", "parties"):
        told = str(await rows(table))
        assert not [one for one in (CARD, OTHER_CARD, PHONE) if one in told], table
    for row in await IdentityCheckRow.all():
        sealed = {name: getattr(row, name) for name in ("name", "number", "reference", "verify_url")}
        clear = [
            core.cipher.open(f"identity_checks.{name}", row.id, value).decode()
            for name, value in sealed.items()
            if value
        ]
        assert not [one for one in clear if CARD in one or OTHER_CARD in one or PHONE in one]


@BOTH
async def test_names_and_numbers_of_it_are_forgotten_as_a_faces_are(here: OtherWayWorld, way: Way) -> None:
    await passed(here, way)
    here.world.clock.go_on(timedelta(minutes=31))
    [checked] = await IdentityCheckRow.all()
    assert "forget-face" in str(await jobs_deferred())

    await here.world.desk.forget_face(IdentityCheckId(checked.id))

    [row] = await IdentityCheckRow.all()
    assert (row.name, row.number, row.reference, row.verify_url, row.refresh_token) == (None,) * 5
    assert row.forgotten_at is not None
    assert await entries("face-data-deleted") == []  # nobody had a face of theirs


async def test_a_check_is_over_after_half_an_hour_whatever_is_shown(here: OtherWayWorld) -> None:
    opened = await here.open(Way.NETWORK)
    proof = here.confirmed(opened)
    here.world.clock.go_on(timedelta(minutes=30))

    with pytest.raises(IdentityCheckEnded):
        await here.finish(opened, proof)


async def test_a_lost_answer_of_a_pass_is_told_again_for_a_minute(here: OtherWayWorld) -> None:
    opened = await here.open()
    proof = here.typed(await here.code(opened))
    first = await here.finish(opened, proof)
    here.world.clock.go_on(timedelta(seconds=59))

    again = await here.finish(opened, proof)

    assert isinstance(first, SessionTold)
    assert isinstance(again, SessionTold)
    assert (again.refresh_token, await count("sessions")) == (first.refresh_token, 1)
    here.world.clock.go_on(timedelta(seconds=1))
    with pytest.raises(IdentityCheckEnded):
        await here.finish(opened, proof)


async def test_the_same_request_opens_one_check(here: OtherWayWorld) -> None:
    first = await here.open(key="again")
    second = await here.open(key="again")
    elsewhere = await here.open(key="again", address="203.0.113.9")

    assert (second.check_id, second.resume_token) == (first.check_id, first.resume_token)
    assert elsewhere.check_id != first.check_id


async def test_a_withdrawn_consent_ends_what_runs_without_a_face_too(here: OtherWayWorld) -> None:
    told = await here.by_network()
    opened = await here.open(Way.NETWORK)
    proof = here.confirmed(opened)

    await here.world.desk.withdraw_consent(await here.world.acting(told))

    with pytest.raises(IdentityCheckEnded):
        await here.finish(opened, proof)


@BOTH
async def test_the_list_of_sessions_says_how_each_began(here: OtherWayWorld, way: Way) -> None:
    told = await passed(here, way)

    [line] = await ListSessions(
        PostgresSessions(), PostgresAppDevices(here.world.core.digests, here.world.clock), here.world.clock
    )(await here.world.acting(told))

    assert line.method == {"bank": "银行卡核验", "network": "网号核验"}[way]


async def test_a_number_that_is_none_gets_no_code(here: OtherWayWorld) -> None:
    opened = await here.open()

    with pytest.raises(IdentifierInvalid):
        await here.code(opened, "12345678901")
