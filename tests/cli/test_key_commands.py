"""`palm keys`: an operator rotates the office's keys and cannot lose what is sealed with them."""

import os
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from typer.testing import Result

from adapters.keys.cipher import FieldCipher
from adapters.keys.ring import KeyRing
from adapters.keys.sm2 import Sm2Key
from tests.cli.palm import palm_here, production
from tests.support.ring import fill
from tests.support.server import Urls


@dataclass
class Office:
    urls: Urls
    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / "keys.json"

    @property
    def ring(self) -> KeyRing:
        return KeyRing.read(self.path)

    def palm(self, *words: str) -> Result:
        """The ring has been as it is for a while: nobody need be waited for."""
        os.utime(self.path, (0, 0))
        return palm_here("keys", *words, environment=production(self.folder, self.urls.runtime))


@pytest.fixture
def office(urls: Urls, tmp_path: Path) -> Office:
    """Three people, sealed by the only key."""
    KeyRing.fresh("1").write(tmp_path / "keys.json")
    made = Office(urls, tmp_path)
    fill(urls, FieldCipher(made.ring), 3)
    return made


def test_a_rotation_ends_with_the_old_key_out_of_the_ring(office: Office) -> None:
    added = office.palm("add", str(office.path))
    rotated, told = office.palm("rotate"), office.palm("status")
    retired = office.palm("retire", "1")

    assert added.stdout == "key 2 added; it seals from now on\n"
    assert (rotated.exit_code, rotated.stdout) == (
        0,
        "going on under key 2\n6 values sealed under key 2; 0 left as they were\n",
    )
    assert told.stdout.splitlines() == [
        "parties.name                 key 2: 3",
        "parties.number               key 2: 3",
        "key 1: 0 values, may be retired",
        "key 2: 6 values, current",
    ]
    assert (retired.exit_code, list(office.ring.keys)) == (0, ["2"])
    assert "backups" in retired.stdout


def test_a_key_that_values_name_is_not_retired(office: Office) -> None:
    office.palm("add", str(office.path))

    said = office.palm("retire", "1")

    assert (said.exit_code, set(office.ring.keys)) == (2, {"1", "2"})
    assert said.stderr.splitlines() == [
        "key 1 is still in use; run `palm keys rotate`",
        "parties.name: 3",
        "parties.number: 3",
    ]


@pytest.mark.parametrize(("version", "why"), [("1", "rotate first"), ("7", "no key 7")])
def test_neither_the_current_key_nor_an_unknown_one_is_retired(
    office: Office, version: str, why: str
) -> None:
    said = office.palm("retire", version)

    assert (said.exit_code, list(office.ring.keys)) == (2, ["1"])
    assert why in said.stderr


def test_values_whose_key_is_lost_are_counted_and_end_with_one(office: Office) -> None:
    office.path.unlink()
    KeyRing.fresh("2").write(office.path)

    told, rotated = office.palm("status"), office.palm("rotate")

    assert (told.exit_code, "key 1: 6 values, LOST" in told.stdout) == (1, True)
    assert (rotated.exit_code, "6 left as they were" in rotated.stdout) == (1, True)
    assert rotated.stderr.count(": does not open") == 6


def test_a_key_is_added_for_later_and_taken_into_use_when_every_machine_has_it(office: Office) -> None:
    added = office.palm("add", str(office.path), "--later")
    waiting = office.ring.current
    office.palm("use", str(office.path), "2", "--sealing", "SM4-GCM")

    assert added.stdout == "key 2 added\n"
    assert waiting == "1"
    assert (office.ring.current, office.ring.sealing) == ("2", "SM4-GCM")
    assert office.palm("use", str(office.path), "9").exit_code == 2


def test_a_change_to_sm4_seals_everything_with_it(office: Office) -> None:
    office.palm("add", str(office.path), "--sealing", "SM4-GCM")

    office.palm("rotate")

    with psycopg.connect(office.urls.owner) as connection:
        formats = connection.execute("SELECT DISTINCT get_byte(name, 0), get_byte(number, 0) FROM parties")
        assert formats.fetchall() == [(2, 2)]


def test_a_ring_is_made_with_chinese_algorithms_when_asked_for(office: Office) -> None:
    path = office.folder / "sm.json"

    made = palm_here(
        "keys", "new", str(path), "--sealing", "SM4-GCM", "--indexing", "HMAC-SM3", environment={}
    )

    assert made.exit_code == 0
    assert (KeyRing.read(path).sealing, KeyRing.read(path).indexing) == ("SM4-GCM", "HMAC-SM3")


def test_token_keys_rotate_and_a_stolen_one_is_forgotten(office: Office) -> None:
    first = office.ring.tokens

    office.palm("rotate-tokens", str(office.path))
    after = office.ring
    office.palm("rotate-tokens", str(office.path), "--stolen")

    assert (after.tokens != first, after.retired_tokens) == (True, (first,))
    assert office.ring.retired_tokens == ()
    assert office.ring.tokens not in (first, after.tokens)


def test_the_bank_is_handed_the_new_key_and_the_old_one_still_opens(office: Office) -> None:
    first = palm_here("keys", "public", str(office.path), "--of", "licence-bank", environment={}).stdout
    rotated = office.palm("rotate-bank", str(office.path)).stdout
    shown = palm_here("keys", "public", str(office.path), "--of", "licence-bank", environment={}).stdout

    assert (len(first), first[:2]) == (131, "04")
    assert rotated == shown != first
    assert [Sm2Key(key).public for key in office.ring.bank_keys] == [shown.strip(), first.strip()]


def test_each_signature_has_a_public_key_of_its_own(office: Office) -> None:
    shown = [
        palm_here("keys", "public", str(office.path), "--of", whose, environment={}).stdout
        for whose in ("proposals", "checkpoints", "archives")
    ]

    assert len(set(shown)) == 3
    assert all(load_pem_public_key(one.encode()) for one in shown)


def test_the_public_key_of_checkpoints_is_the_one_they_are_signed_with(office: Office) -> None:
    another = KeyRing.fresh("1").checkpoint_key
    kept = office.folder / "checkpoint.pem"
    kept.write_text(another)
    kept.chmod(0o600)
    asked = ("keys", "public", str(office.path), "--of", "checkpoints")

    shown = [
        palm_here(*asked, environment=environment).stdout
        for environment in (
            {"PALM_CHECKPOINT_KEY": another},
            {"PALM_CHECKPOINT_KEY_FILE": str(kept)},
            {},
        )
    ]

    assert shown[0] == shown[1] != shown[2]
    refused = palm_here(*asked, environment={"PALM_CHECKPOINT_KEY": "no key"})
    assert refused.exit_code == 2
    assert refused.stderr == "PALM_CHECKPOINT_KEY: is no private key of P-256 (PEM)\n"


def test_no_command_shows_a_key(office: Office) -> None:
    path = str(office.path)
    said = [
        office.palm(*words).output
        for words in (["add", path], ["status"], ["rotate-tokens", path], ["rotate"], ["retire", "1"])
    ]

    text = office.path.read_text()
    secrets = [one for one in text.replace("\\n", '"').split('"') if len(one) > 40]
    assert len(secrets) > 6
    assert not any(secret in line for secret in secrets for line in said)
