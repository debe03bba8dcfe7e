"""What licence banks say otherwise than ours, and what the adapter makes of it: nothing, or what is meant."""

import json
from collections.abc import Callable

import pytest

from adapters.keys.sm2 import Sm2Key
from adapters.licences.bank import SharedLicenceBank
from adapters.licences.cipher import BankCipher
from adapters.sandbox.sm2 import encrypted, point_of
from domain.kernel.personal import DocumentNumber
from domain.kernel.refusal import Refused, Unavailable
from domain.licences.outside import BankStatus
from tests.contract.stand import Stand
from tests.sandbox.conftest import Listener

WHY = "向本人出示"
PRIVATE = f"{7:064x}"
NUMBER = DocumentNumber("91370283MAYY0002XX")
SHOWN = {
    **dict.fromkeys(("ZZMC", "ZZLXDM", "ZZBS", "ZZBFJG", "ZZBFJGDM", "CZZT"), "x"),
    "ZZBH": "证字第1号",
    "CZZTDM": NUMBER.reveal(),
    "CZZTDMLXDM": "001",
    "ZZYXQJZRQ": "长期",
}
Say = Callable[..., None]


@pytest.fixture
def bank(stand: Stand, listener: Listener) -> SharedLicenceBank:
    return SharedLicenceBank(
        stand.signed(listener, "licences"),
        access_id="a",
        access_token="t",
        cipher=BankCipher("licences", lambda: (PRIVATE,)),
    )


@pytest.fixture
def say(listener: Listener) -> Say:
    def answer(data: object, status: object = "0") -> None:
        listener.answer = {"head": {"status": status, "message": ""}, "data": data}

    return answer


def sealed(told: object) -> str:
    return encrypted(json.dumps(told).encode(), point_of(Sm2Key(PRIVATE).public)).hex()


@pytest.mark.parametrize(
    "data",
    [
        {"certIdentifier": "1.2", "contentType": "json", "certData": SHOWN},
        {"certIdentifier": "1.2", "contentType": "json", "certData": sealed(SHOWN)},
        [{"certIdentifier": "1.2", "status": 0, "certData": sealed(SHOWN)}],
        sealed({"certIdentifier": "1.2", "certData": SHOWN}),
        sealed([{"certIdentifier": "1.2", "status": "0", "certData": sealed(SHOWN)}]),
    ],
    ids=["one-in-clear", "one-sealed", "a-list", "all-sealed", "twice-sealed"],
)
async def test_one_licence_is_read_however_it_is_told(
    bank: SharedLicenceBank, say: Say, data: object
) -> None:
    say(data, 0)

    [licence] = await bank.of_holder(NUMBER, purpose=WHY)

    assert (licence.identifier, licence.status) == ("1.2", BankStatus.VALID)
    assert licence.facts is not None
    assert (licence.facts.number, licence.facts.valid_until) == ("证字第1号", None)


@pytest.mark.parametrize(
    "shown", [None, "", "no cipher", sealed(SHOWN)[:-2], sealed([1]), {"ZZMC": "x"}, 5, [SHOWN]]
)
async def test_a_licence_in_force_of_which_nothing_can_be_read_is_no_answer(
    bank: SharedLicenceBank, say: Say, shown: object
) -> None:
    say([{"certIdentifier": "1.2", "status": "0", "certData": shown}])

    with pytest.raises(Unavailable):
        await bank.of_holder(NUMBER, purpose=WHY)


OTHERS = {**SHOWN, "CZZTDM": "91370283MA990001X3"}


async def test_a_licence_of_somebody_else_is_in_nobodys_wallet(bank: SharedLicenceBank, say: Say) -> None:
    say([{"certIdentifier": "1.2", "status": "0", "certData": one} for one in (SHOWN, OTHERS)])

    with pytest.raises(Unavailable) as told:
        await bank.of_holder(NUMBER, purpose=WHY)

    assert told.value.reason == "answer-of-another"


@pytest.mark.parametrize("holders", ["91370283MA990001X3,{}", "{}、91370283MA990001X3", " {} "])
async def test_a_licence_of_several_holders_is_each_ones(
    bank: SharedLicenceBank, say: Say, holders: str
) -> None:
    shown = {**SHOWN, "CZZTDM": holders.format(NUMBER.reveal().lower())}
    say({"certIdentifier": "1.2", "certData": shown})

    assert len(await bank.of_holder(NUMBER, purpose=WHY)) == 1


async def test_another_licence_than_the_one_asked_about_is_no_answer(
    bank: SharedLicenceBank, say: Say
) -> None:
    say({"certIdentifier": "1.3", "certData": SHOWN})

    with pytest.raises(Unavailable):
        await bank.status("1.2")
    with pytest.raises(Unavailable):
        await bank.by_number("证字第2号", licence_type="x", purpose=WHY)
    assert await bank.status("1.3") is BankStatus.VALID
    assert await bank.by_number("证字第1号", licence_type="x", purpose=WHY) is not None


@pytest.mark.parametrize(
    ("status", "outcome"), [("11", Unavailable), (101, Unavailable), ("12", Refused), ("100", Refused)]
)
async def test_a_status_that_is_ours_to_mend_is_no_refusal(
    bank: SharedLicenceBank, say: Say, status: object, outcome: type[Exception]
) -> None:
    say(None, status)

    with pytest.raises(outcome):
        await bank.status("1.2.156.3005.2.x")


async def test_what_the_bank_was_asked_for_says_what_for(
    bank: SharedLicenceBank, say: Say, listener: Listener
) -> None:
    say(None, "10")
    await bank.of_holder(NUMBER, purpose=WHY)

    [asked] = listener.got
    assert json.loads(asked.body)["data"] == {
        "holderCode": NUMBER.reveal(),
        "holderTypeCode": "001",
        "useCause": WHY,
    }


async def test_a_holder_of_more_licences_than_anybody_has_is_no_answer(
    bank: SharedLicenceBank, say: Say
) -> None:
    say([{"certIdentifier": f"1.{number}", "status": "21"} for number in range(101)])

    with pytest.raises(Unavailable) as told:
        await bank.of_holder(NUMBER, purpose=WHY)

    assert told.value.reason == "answer-too-large"
