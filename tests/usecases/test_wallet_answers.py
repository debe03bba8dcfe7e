"""What the wallet's routes send is what the contract promises, field by field."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from bff.citizen.ratings import Given, LevelsView, LevelView, RatingBody
from bff.citizen.wallet import Look, Presentation, Views, Wallet
from bff.compose.core import Core
from bff.http.refusals import MalformedBody
from bff.verifier.verifications import Verification as Answer
from bff.verifier.verifications import VerificationBody, Verifier
from domain.cases.case import CaseState
from domain.kernel.ids import LicenceId
from domain.kernel.refusal import Unavailable
from domain.licences.presentation import qr_text
from domain.ratings.rating import Opinion, Satisfaction
from domain.usecases.refresh_wallet import FRESH
from tests.architecture.contract_document import complaints
from tests.support.house import HandClock
from tests.usecases.wallet_world import World, wallet_world


@pytest.fixture
async def world(core: Core, clock: HandClock, tmp_path: Path) -> World:
    return await wallet_world(core, clock, tmp_path)


def sent(view: object) -> Any:
    return msgspec.json.decode(msgspec.json.encode(view))


def fits(schema: str, view: object) -> list[str]:
    return complaints(f"#/components/schemas/{schema}", sent(view))


async def test_the_wallet_and_its_note(world: World) -> None:
    await world.case(CaseState.FILED)
    wallet = Wallet.of(await world.wallet())
    assert fits("Wallet", wallet) == []
    assert sent(wallet)["cards"][0]["fetchedAt"] == "2026-11-23T04:00:00Z"

    world.clock.go_on(FRESH)
    world.bank.trouble.before.append(Unavailable("licences", "http-500"))

    assert fits("Wallet", Wallet.of(await world.wallet())) == []


async def test_while_the_bank_is_away_both_sides_are_told_of_when_its_last_word_is(world: World) -> None:
    licence = await world.card()
    world.clock.go_on(FRESH)
    world.bank.trouble.before.extend(Unavailable("licences", "http-500") for _ in range(2))

    shown = await world.show(LicenceId(licence))
    answer = Answer.of(await world.verify(shown.code))

    told = sent(Presentation.of(shown))
    assert fits("Presentation", Presentation.of(shown)) == fits("Verification", answer) == []
    assert (told["bankAway"], told["confirmedAt"]) == (True, "2026-11-23T04:00:00Z")
    assert sent(answer)["bankAway"]
    assert sent(answer)["licence"]["confirmedAt"] == "2026-11-23T04:00:00Z"


async def test_a_shown_code_its_verification_and_the_holders_log(world: World) -> None:
    licence = await world.card()
    shown = await world.show(LicenceId(licence))
    answers = [Answer.of(await world.verify(code)) for code in (shown.code, shown.code, "made-up")]
    views = await world.desk.list_views(world.acting, licence)

    assert fits("Presentation", Presentation.of(shown)) == []
    assert [fits("Verification", answer) for answer in answers] == [[], [], []]
    assert [answer.result for answer in answers] == ["valid", "used", "unknown"]
    assert "bankAway" not in sent(Presentation.of(shown)) | sent(answers[0])
    assert fits("Views", Views([Look.of(view) for view in views])) == []


async def test_the_picture_is_an_image_of_its_own(world: World) -> None:
    shown = await world.show()
    picture = Presentation.of(shown).qr_svg

    assert picture.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox=')
    assert shown.code not in picture
    assert qr_text(shown.code) not in picture


async def test_a_verifier_learns_whose_key_it_holds(world: World) -> None:
    account = world.verifier

    assert fits("Verifier", Verifier(account.organisation, account.operator, list(account.purposes))) == []


async def test_a_rating_and_the_levels_to_choose_from(world: World) -> None:
    case = await world.case(CaseState.DELIVERED)
    given = await world.desk.rate_case(world.acting, case, Opinion(Satisfaction.GOOD, (), None), world.key())
    levels = await world.desk.list_rating_tags()

    assert fits("RatingGiven", Given.of(given)) == []
    assert fits("RatingTags", LevelsView([LevelView.of(level) for level in levels])) == []


BODIES = [
    (RatingBody, {"level": 5, "tags": ["510"], "text": "好"}, True),
    (RatingBody, {"level": 5, "tags": []}, True),
    (RatingBody, {"level": 0, "tags": []}, False),
    (RatingBody, {"level": 6, "tags": []}, False),
    (RatingBody, {"level": 5.0, "tags": []}, False),
    (RatingBody, {"level": 5}, False),
    (RatingBody, {"level": 5, "tags": ["5100"]}, False),
    (RatingBody, {"level": 5, "tags": ["510"] * 9}, False),
    (RatingBody, {"level": 5, "tags": [], "text": ""}, False),
    (RatingBody, {"level": 5, "tags": [], "text": "好" * 501}, False),
    (RatingBody, {"level": 5, "tags": [], "party": "x"}, False),
    (VerificationBody, {"code": "x", "purpose": "核验"}, True),
    (VerificationBody, {"code": "", "purpose": "核验"}, False),
    (VerificationBody, {"code": "x" * 257, "purpose": "核验"}, False),
    (VerificationBody, {"code": "x", "purpose": "核"}, False),
    (VerificationBody, {"code": "x"}, False),
]


@pytest.mark.parametrize(("kind", "body", "is_good"), BODIES)
def test_a_body_is_taken_just_when_the_contract_takes_it(
    kind: type[msgspec.Struct], body: dict[str, object], *, is_good: bool
) -> None:
    schema = {"RatingBody": "RatingRequest", "VerificationBody": "VerificationRequest"}[kind.__name__]
    try:
        msgspec.convert(body, kind, strict=True)
        taken = True
    except msgspec.ValidationError:
        taken = False

    assert taken == is_good
    # JSON Schema knows no difference between 5 and 5.0
    assert (complaints(f"#/components/schemas/{schema}", body) == []) == is_good or body["level"] == 5.0


def test_a_tag_named_twice_is_refused() -> None:
    with pytest.raises(MalformedBody):
        msgspec.convert({"level": 5, "tags": ["510", "510"]}, RatingBody).opinion()


def test_blank_words_are_no_words() -> None:
    opinion = msgspec.convert({"level": 1, "tags": [], "text": " \u3000\n"}, RatingBody).opinion()

    assert opinion.words is None
