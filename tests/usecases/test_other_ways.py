"""Being known without a face: by bank card and phone, by the 网号; as strong, as bound and as limited."""

from datetime import timedelta
from uuid import UUID

import pytest

from adapters.postgres.app_devices import PostgresAppDevices
from adapters.postgres.rows.identity import IdentityCheckRow, SessionRow
from adapters.postgres.sessions import PostgresSessions
from adapters.postgres.visits import PostgresVisits
from bff.compose.core import Core
from domain.identity.check import (
    FaceForAdults,
    IdentityAttemptsExceeded,
    IdentityCheckEnded,
    Purpose,
)
from domain.identity.other_way import Way, WayConsentNeeded, WayNotOffered
from domain.kernel.identifiers import IdentifierInvalid
from domain.kernel.ids import IdentityCheckId, MatterId
from domain.kernel.party import Level
from domain.kernel.refusals import NotFound
from domain.usecases.finish_identity_check import CheckFailed, CheckPending
from domain.usecases.list_sessions import ListSessions
from domain.usecases.require_face import FaceForThisMatter, RequireFace
from domain.usecases.tell_session import SessionTold
from tests.support.house import HandClock, count, jobs_deferred, rows
from tests.usecases.identity_world import CHILD_NUMBER, JIA, JIA_NUMBER
from tests.usecases.other_way_world import (
    CARD,
    OTHER_CARD,
    PHONE,
    OtherWayWorld,
    entries,
    other_way_world,
    passed,
)

BOTH = pytest.mark.parametrize("way", Way)


@pytest.fixture
def here(core: Core, clock: HandClock) -> OtherWayWorld:
    return other_way_world(core, clock)


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
