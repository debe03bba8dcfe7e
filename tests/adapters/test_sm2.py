"""SM2 by the standard's example (GB/T 32918.5), in our adapter and, of its own making, in the sandbox."""

import asyncio
import base64
import secrets
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from adapters.keys.sm2 import ORDER, NotOpened, Sm2Key
from adapters.licences.cipher import BankCipher
from adapters.sandbox.sm2 import encrypted, point_of
from domain.kernel.refusal import Unavailable

PRIVATE = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8"
PUBLIC = (
    "0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
)
DRAWN = 0x59276E27D506861A16680F3AD9C02DCCEF3CC1FA3CDBE4CE6D54B80DEAC1BC21
PLAIN = b"encryption standard"
SEALED = bytes.fromhex(
    "0404ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73e858f9d81e5430a57b36daab8f950a3c64e6ee6a"
    "63094d99283aff767e124df059983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd876621886ca989ca9c7d58"
    "087307ca93092d651efa"
)
OLDER = SEALED[:65] + SEALED[97:] + SEALED[65:97]  # C1C2C3
OTHER = f"{7:064x}"


def test_the_standards_example_opens() -> None:
    assert Sm2Key(PRIVATE).open(SEALED) == PLAIN


def test_the_sandbox_makes_the_standards_example_by_itself() -> None:
    assert encrypted(PLAIN, point_of(PUBLIC), number=DRAWN) == SEALED
    assert encrypted(PLAIN, point_of(PUBLIC), order="C1C2C3", number=DRAWN) == OLDER


def test_the_public_half_is_the_standards() -> None:
    assert Sm2Key(PRIVATE).public == PUBLIC


@pytest.mark.parametrize("sealed", [OLDER, SEALED[1:], OLDER[1:]], ids=["older", "bare", "older-bare"])
def test_the_older_order_and_a_missing_mark_open_as_well(sealed: bytes) -> None:
    assert Sm2Key(PRIVATE).open(sealed) == PLAIN


@pytest.mark.parametrize("size", [1, 31, 32, 33, 700])
def test_what_the_sandbox_seals_opens_whatever_its_length(size: int) -> None:
    plain = secrets.token_bytes(size)

    assert Sm2Key(PRIVATE).open(encrypted(plain, point_of(PUBLIC))) == plain


@pytest.mark.parametrize("place", [1, 40, 66, 100, -1])
def test_one_bit_changed_and_nothing_opens(place: int) -> None:
    spoiled = bytearray(SEALED)
    spoiled[place] ^= 1

    with pytest.raises(NotOpened):
        Sm2Key(PRIVATE).open(bytes(spoiled))


@pytest.mark.parametrize("sealed", [b"", b"\x04", SEALED[:97], b"\x04" + bytes(200)])
def test_what_was_never_sealed_does_not_open(sealed: bytes) -> None:
    with pytest.raises(NotOpened):
        Sm2Key(PRIVATE).open(sealed)


@pytest.mark.parametrize("number", [0, ORDER - 1, ORDER])
def test_a_number_outside_of_the_standards_range_is_no_key(number: int) -> None:
    with pytest.raises(ValueError, match="SM2 key"):
        Sm2Key(f"{number:064x}")


def test_a_key_shows_itself_nowhere() -> None:
    assert PRIVATE not in f"{Sm2Key(PRIVATE)!r}{Sm2Key(PRIVATE)}"


@pytest.mark.parametrize(
    "text",
    [SEALED.hex(), SEALED.hex().upper(), OLDER.hex().upper(), base64.b64encode(SEALED).decode()],
    ids=["hex", "upper", "older", "base64"],
)
async def test_the_bank_is_read_in_each_of_its_forms(text: str) -> None:
    cipher = BankCipher("licences", lambda: (PRIVATE,))

    assert await cipher.clear(f'"{text}"'.encode()) == PLAIN


async def test_what_is_not_sealed_stays_as_it_is() -> None:
    cipher = BankCipher("licences", lambda: (PRIVATE,))

    assert await cipher.clear(b'{"ZZMC": "x"}') == b'{"ZZMC": "x"}'
    assert await cipher.clear(b"null") == b"null"


async def test_what_the_bank_sealed_to_the_key_of_before_still_opens() -> None:
    cipher = BankCipher("licences", lambda: (OTHER, PRIVATE))

    assert await cipher.clear(f'"{SEALED.hex()}"'.encode()) == PLAIN


@pytest.mark.parametrize("text", ["", "不是密文", "x===", SEALED.hex() + "0", SEALED.hex()[:-2]])
async def test_what_cannot_be_opened_is_no_answer(text: str) -> None:
    cipher = BankCipher("licences", lambda: (PRIVATE,))

    with pytest.raises(Unavailable):
        await cipher.clear(f'"{text}"'.encode())


async def test_what_was_sealed_to_a_key_that_is_not_ours_says_so() -> None:
    with pytest.raises(Unavailable) as told:
        await BankCipher("licences", lambda: (OTHER,)).clear(f'"{SEALED.hex()}"'.encode())

    assert told.value.reason == "cipher-unreadable"


@pytest.mark.parametrize("text", ["0" * 65_536, "A" * 1_000_000], ids=["hex", "base64"])
async def test_a_value_larger_than_any_licence_costs_no_arithmetic(text: str) -> None:
    def key() -> tuple[str, ...]:
        raise AssertionError("it was tried to open")

    with pytest.raises(Unavailable) as told:
        await BankCipher("licences", key).clear(f'"{text}"'.encode())

    assert told.value.reason == "answer-too-large"


async def test_whoever_looks_up_a_name_does_not_wait_for_the_banks_arithmetic() -> None:
    over, begun = threading.Event(), threading.Event()

    def slow() -> tuple[str, ...]:
        begun.set()
        assert over.wait(10)
        return (PRIVATE,)

    names = ThreadPoolExecutor(1)  # the loop's own: addresses are looked up there
    asyncio.get_running_loop().set_default_executor(names)
    opening = asyncio.create_task(BankCipher("licences", slow).clear(f'"{SEALED.hex()}"'.encode()))
    await asyncio.sleep(0)
    try:
        async with asyncio.timeout(5):
            assert await asyncio.to_thread(begun.wait, 5)
    finally:
        over.set()

    assert await opening == PLAIN
