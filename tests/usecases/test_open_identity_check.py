"""Opening a face check: consented to, counted, bound; known and unknown codes read alike."""

import asyncio
from dataclasses import fields
from datetime import timedelta

import pytest
from tortoise.connection import get_connection

from adapters.postgres.rows.identity import IdentityCheckRow
from bff.compose.core import Core
from domain.identity.check import (
    ConsentNeeded,
    FaceForAdults,
    IdentityAttemptsExceeded,
    IdentityCheckEnded,
)
from domain.invitations.code import AddressCode, AddressCodeMistyped
from domain.kernel.identifiers import IdentifierInvalid
from domain.kernel.limits import TooManyRequests
from domain.kernel.personal import PersonName
from domain.kernel.ports import RequestKey
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.kernel.refusals import IdempotencyKeyReused, NotFound
from domain.usecases.claim_identity_check import Applicant
from domain.usecases.open_identity_check import CheckOpened, CheckRequest
from tests.support.house import HandClock, count, jobs_deferred
from tests.usecases.identity_world import (
    ADDRESS,
    CHILD_NUMBER,
    JIA,
    JIA_NUMBER,
    META,
    PUBLIC,
    YI,
    YI_NUMBER,
    World,
    identity_world,
)


@pytest.fixture
def world(core: Core, clock: HandClock) -> World:
    return identity_world(core, clock)


async def test_a_check_is_consented_to_claimed_and_opened_at_the_vendor(world: World) -> None:
    opened = await world.open()

    [at_vendor] = world.face.checks.values()
    assert opened.verify_url.startswith("https://face.invalid/certify-1")
    assert at_vendor.order_no == opened.check_id.hex
    assert at_vendor.callback_url == f"{PUBLIC}/v1/callbacks/aliyun-face/{at_vendor.callback_token}"
    assert opened.expires_at <= world.clock.at + timedelta(minutes=30)
    assert (await count("consents"), await count("identity_checks")) == (1, 1)
    assert [kind for kind, _ in await jobs_deferred()] == ["forget-face"]


async def test_nothing_in_the_tables_reads_like_a_name_a_number_or_a_token(world: World) -> None:
    opened = await world.open(JIA, JIA_NUMBER)

    rows = await get_connection("default").execute_query_dict(
        "SELECT i::text AS told FROM identity_checks i UNION ALL SELECT c::text FROM consents c"
        " UNION ALL SELECT l::text FROM ledger_entries l UNION ALL SELECT k::text FROM kept_answers k"
    )
    told = " ".join(row["told"] for row in rows)
    secrets = (JIA, JIA_NUMBER, opened.resume_token, "certify-1", "face.invalid", ADDRESS)
    assert not [secret for secret in secrets if secret in told or secret.encode().hex() in told]


@pytest.mark.parametrize(("version", "agreed"), [("face-2020-01", True), ("face-2026-11-22", False)])
async def test_without_consent_to_the_text_in_force_no_face_is_asked(
    world: World, version: str, *, agreed: bool
) -> None:
    with pytest.raises(ConsentNeeded):
        await world.open(consent=version, agreed=agreed)

    assert not world.face.checks
    assert await count("identity_checks") == 0


async def test_a_child_is_sent_to_the_counter(world: World) -> None:
    with pytest.raises(FaceForAdults):
        await world.open(number=CHILD_NUMBER)

    assert not world.face.checks


async def test_a_number_that_cannot_be_one_is_refused_before_it_costs_an_attempt(world: World) -> None:
    with pytest.raises(IdentifierInvalid):
        await world.open(number="999999190001010008")

    assert not world.limits.tries
    assert await count("identity_checks") == 0


async def test_known_unknown_and_expired_codes_are_answered_alike(world: World) -> None:
    _, known = await world.invited()
    unknown = str(AddressCode.mint(world.core.randomness.below))
    answers = [await world.open(code=code) for code in (None, known, unknown)]
    world.clock.go_on(timedelta(days=30))
    answers.append(await world.open(code=known))

    shapes = {
        tuple((field.name, type(getattr(answer, field.name))) for field in fields(answer))
        for answer in answers
    }
    assert len(shapes) == 1
    bound = [row.matter_id is not None for row in await IdentityCheckRow.all().order_by("opened_at", "id")]
    assert bound == [False, True, False, False]


async def test_digits_nobody_was_sent_are_told_as_a_slip(world: World) -> None:
    with pytest.raises(AddressCodeMistyped):
        await world.open(code="123 456 780")


async def test_the_sixth_check_of_a_day_is_refused_and_the_next_day_is_new(world: World) -> None:
    for _ in range(5):
        await world.open()
    with pytest.raises(IdentityAttemptsExceeded) as refused:
        await world.open()

    assert refused.value.data["retry_after"] == 12 * 3600  # noon in Beijing
    world.clock.go_on(timedelta(hours=12))
    assert isinstance(await world.open(), CheckOpened)


async def test_of_twenty_checks_at_once_for_one_person_five_are_opened(world: World) -> None:
    outcomes = await asyncio.gather(
        *(world.open(address=f"192.0.2.{n}") for n in range(20)), return_exceptions=True
    )

    assert sum(isinstance(outcome, CheckOpened) for outcome in outcomes) == 5
    assert sum(isinstance(outcome, IdentityAttemptsExceeded) for outcome in outcomes) == 15
    assert len(world.face.checks) == 5


async def test_an_attempt_counts_although_the_vendor_was_away(world: World) -> None:
    for _ in range(5):
        world.face.trouble.before.append(Unavailable("face", "Throttling.User"))
        with pytest.raises(Unavailable):
            await world.open()

    with pytest.raises(IdentityAttemptsExceeded):
        await world.open()


async def test_one_address_tries_thirty_names_and_no_more(world: World) -> None:
    world.limits.tries["identity-check", world.desk.open_identity_check.spend_try.subject(ADDRESS)] = 30

    with pytest.raises(TooManyRequests):
        await world.open()

    assert await count("identity_checks") == 0


async def test_every_address_of_one_household_spends_the_same_tries(world: World) -> None:
    spend = world.desk.open_identity_check.spend_try

    assert spend.subject("2001:db8:1:2::1") == spend.subject("2001:db8:1:2:ffff::9")
    assert spend.subject("2001:db8:1:2::1") != spend.subject("2001:db8:1:3::1")
    assert spend.subject("::ffff:198.51.100.7") == spend.subject("198.51.100.7")


async def test_the_same_request_gets_the_same_check(world: World) -> None:
    first = await world.open(key="again")

    second = await world.open(key="again")

    assert (second.check_id, second.resume_token, second.verify_url) == (
        first.check_id,
        first.resume_token,
        first.verify_url,
    )
    assert len(world.face.checks) == 1


async def test_the_key_of_another_line_does_not_fetch_the_resume_token(world: World) -> None:
    first = await world.open(key="again")

    second = await world.open(key="again", address="192.0.2.99")

    assert second.resume_token != first.resume_token


async def test_a_check_whose_vendor_answer_was_lost_is_opened_on_repetition(world: World) -> None:
    world.face.trouble.answer_lost = True
    with pytest.raises(Unknown):
        await world.open(key="again")

    opened = await world.open(key="again")

    assert opened.verify_url
    assert await count("identity_checks") == 1


async def test_what_the_vendor_refuses_for_good_is_over(world: World) -> None:
    world.face.trouble.before.append(Refused("face", "401"))
    with pytest.raises(Refused):
        await world.open(key="again")

    with pytest.raises(IdentityCheckEnded):
        await world.open(key="again")


async def test_too_many_at_the_vendor_reads_like_too_many_with_us(world: World) -> None:
    world.face.trouble.before.append(Refused("face", "too_many"))

    with pytest.raises(IdentityAttemptsExceeded) as told:
        await world.open()

    assert (told.value.data["cause"], told.value.data["retry_after"]) == ("too_many", 86_400)


async def test_a_matter_may_be_named_by_who_speaks_for_its_holder(world: World) -> None:
    matter, _ = await world.invited()
    mine = await world.acting(await world.sign_in(JIA, JIA_NUMBER))

    opened = await world.open(JIA, JIA_NUMBER, matter=matter, acting=mine)

    assert (await IdentityCheckRow.get(id=opened.check_id)).matter_id == matter


async def test_a_strangers_matter_is_not_found(world: World) -> None:
    matter, _ = await world.invited()
    stranger = await world.acting(await world.sign_in())

    with pytest.raises(NotFound):
        await world.open(matter=matter, acting=stranger)


async def test_one_key_means_one_request(world: World) -> None:
    await world.open(key="again")
    request = RequestKey("public", "open_identity_check", "again", b"x" * 32)
    applicant = Applicant(PersonName(YI), YI_NUMBER, "face-2026-11-22", agreed=True)

    with pytest.raises(IdempotencyKeyReused):
        await world.desk.open_identity_check(request, CheckRequest(applicant, META, ADDRESS))
