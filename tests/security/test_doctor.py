"""`palm doctor` names what is missing or weak, never a value."""

import asyncio
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import psycopg
import pytest

from adapters.embedded.valkey import EmbeddedValkey
from adapters.keys.randomness import uuid7
from adapters.keys.ring import KeyRing
from adapters.postgres.rows.doubts import DoubtRow
from adapters.postgres.rows.texting import VendorShareRow
from bff.compose.core import Core
from bff.doctor import State, look_at
from bff.settings_production import secrets_of
from tests.cli.palm import palm, palm_here
from tests.security.configured import HAS_A_SECRET, Environment, sound_configuration, told
from tests.support.house import NOON
from tests.support.server import Urls


@pytest.fixture
def sound(tmp_path: Path) -> Environment:
    return sound_configuration(tmp_path)


def test_a_sound_configuration_has_a_line_for_each_secret_and_each_is_ok(sound: Environment) -> None:
    settings, checks = look_at(sound)

    assert settings is not None
    assert {check.state for check in checks} == {State.OK}
    named = {check.name for check in checks}
    assert {variable for variable, secret in secrets_of(settings) if secret} <= named
    assert {"PALM_MODE", "PALM_KEYS_FILE", "PALM_CHECKPOINTS_FILE", "PALM_ARCHIVE_FOLDER"} <= named


@pytest.mark.parametrize(
    ("name", "value", "state", "words"),
    [
        ("PALM_MODE", "sandbox", State.WEAK, "say production"),
        ("PALM_SMS_SECRET", "", State.MISSING, "is not set"),
        ("PALM_SMS_SECRET", "x9", State.WEAK, "shorter than"),
        ("PALM_SMS_SECRET", "ab" * 12, State.WEAK, "few different characters"),
        ("PALM_FACE_SECRET", "changeme-changeme-changeme", State.WEAK, "default"),
        ("PALM_SMS_URL", "http://sms.example", State.WEAK, "https"),
        ("PALM_FORWARDED_SECRET", "", State.MISSING, "proxy"),
        ("PALM_FORWARDED_SECRET", "tooshort", State.WEAK, "shorter than"),
        ("PALM_OWNER_URL", "postgresql://palm_owner:kept-quiet@db.example/palm", State.WEAK, "migrate"),
        ("PALM_WECHAT_PUSH_KEY", "Z4kq" * 10 + "Z4!", State.WEAK, "EncodingAESKey"),
        ("PALM_CHECKPOINT_KEY", "no key", State.WEAK, "no private key"),
        ("PALM_ANCHOR_HOURS", "0", State.WEAK, "without a checkpoint"),
        ("PALM_DATABASE_URL", "postgresql://palm_runtime:kept-quiet@127.0.0.1/palm", None, ""),
    ],
)
def test_what_is_missing_or_weak_is_named_and_its_value_is_not(
    sound: Environment, name: str, value: str, state: State | None, words: str
) -> None:
    found = told({**sound, name: value})

    if state is None:
        assert "machine of the database" in found["PALM_CHECKPOINTS_FILE"][0].words
        return
    [check] = found[name]
    assert check.state is state
    assert words in check.words
    said = " ".join(one.words for many in found.values() for one in many)
    assert name not in HAS_A_SECRET or not value or value not in said


def test_the_same_secret_for_two_doors_is_weak(sound: Environment) -> None:
    found = told({**sound, "PALM_COURIER_SECRET": sound["PALM_SMS_SECRET"]})

    assert "the same as PALM_SMS_SECRET" in found["PALM_COURIER_SECRET"][0].words


def _ring(path: Path, **changed: object) -> None:
    ring = msgspec.structs.replace(KeyRing.fresh("1"), **changed)
    path.unlink()
    ring.write(path)


SAME = bytes(range(32))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.unlink(), "there is no key ring"),
        (lambda path: path.chmod(0o640), "others may read it"),
        (lambda path: path.write_text("{}"), "not a key ring"),
        (lambda path: _ring(path, index=bytes(32)), "index is not random"),
        (lambda path: _ring(path, keys={"1": b"ab" * 16}), "keys.1 is not random"),
        (lambda path: _ring(path, index=SAME, ledger=SAME), "index and ledger are the same key"),
        (lambda path: _ring(path, tokens="no key"), "tokens is no private key"),
    ],
)
def test_a_ring_that_protects_nothing_is_told(
    sound: Environment, spoil: Callable[[Path], object], words: str
) -> None:
    spoil(Path(sound["PALM_KEYS_FILE"]))

    assert any(words in check.words for check in told(sound)["PALM_KEYS_FILE"])


def test_checkpoints_that_others_may_write_or_that_stopped_are_told(sound: Environment) -> None:
    path, then = Path(sound["PALM_CHECKPOINTS_FILE"]), time.time() - 3 * 3600
    os.utime(path, (then, then))
    late = told(sound)["PALM_CHECKPOINTS_FILE"]
    path.chmod(0o666)
    open_to_all = told(sound)["PALM_CHECKPOINTS_FILE"]
    path.unlink()
    gone = told(sound)["PALM_CHECKPOINTS_FILE"]

    assert "more than two hours" in late[0].words
    assert "others may write it" in open_to_all[0].words
    assert (gone[0].state, "no checkpoint yet" in gone[0].words) == (State.MISSING, True)


def test_an_archive_that_others_may_look_into_is_told(sound: Environment) -> None:
    folder = Path(sound["PALM_ARCHIVE_FOLDER"])
    folder.chmod(0o755)
    open_to_all = told(sound)["PALM_ARCHIVE_FOLDER"]
    folder.rmdir()
    gone = told(sound)["PALM_ARCHIVE_FOLDER"]

    assert "others may look" in open_to_all[0].words
    assert gone[0].state is State.MISSING


def test_a_gateway_plan_that_does_not_fit_its_secrets_is_told(sound: Environment, tmp_path: Path) -> None:
    plan = tmp_path / "gateway.toml"
    plan.write_text('[back_ends.bureau]\nurl = "https://bureau.example"\n')

    assert "PALM_GATEWAY_FILE" in told({**sound, "PALM_GATEWAY_FILE": str(plan)})


# the command, and what servers say


def test_the_command_ends_with_one_and_prints_no_value(sound: Environment) -> None:
    environment = {**sound, "PALM_SMS_SECRET": "", "PALM_FACE_SECRET": "sandbox-secret-of-face"}

    said = palm("doctor", environment=environment)

    assert said.returncode == 1
    assert "missing  PALM_SMS_SECRET: is not set" in said.stdout
    assert "weak     PALM_FACE_SECRET: a default" in said.stdout
    values = [value for name, value in environment.items() if name in HAS_A_SECRET and value]
    assert [value for value in [*values, "kept-quiet"] if value in said.stdout + said.stderr] == []


def test_without_servers_the_command_says_so_in_json(sound: Environment) -> None:
    environment = {**sound, "PALM_DATABASE_URL": "postgresql://palm_runtime:kept-quiet@127.0.0.1:1/palm"}

    said = palm_here("doctor", "--json", environment=environment)

    lines = {one["name"]: one for one in json.loads(said.stdout)}
    assert said.exit_code == 1
    assert lines["PALM_DATABASE_URL"]["state"] == lines["PALM_REDIS_URL"]["state"] == "missing"
    assert "kept-quiet" not in said.stdout


@pytest.fixture(scope="module")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = EmbeddedValkey(tmp_path_factory.mktemp("valkey"))
    yield server.start()
    server.stop()


def test_the_owner_is_no_role_to_serve_with_and_redis_asks_for_a_password(
    sound: Environment, urls: Urls, valkey: str
) -> None:
    environment = {**sound, "PALM_DATABASE_URL": urls.owner, "PALM_REDIS_URL": valkey}

    said = palm_here("doctor", environment=environment)

    assert (
        "weak     PALM_DATABASE_URL: the role may change the ledger (data_accesses, erasures, " in said.stdout
    )
    assert "ok       PALM_REDIS_URL: asks for a password" in said.stdout


def test_the_runtime_role_can_change_no_ledger(sound: Environment, urls: Urls, valkey: str) -> None:
    environment = {**sound, "PALM_DATABASE_URL": urls.runtime, "PALM_REDIS_URL": valkey}

    said = palm_here("doctor", environment=environment)

    database = [line for line in said.stdout.splitlines() if "PALM_DATABASE_URL" in line]
    assert [line for line in database if "fsync" not in line] == []  # the tests' own server is in a hurry


@pytest.mark.parametrize(
    "given",
    [
        "GRANT UPDATE (at) ON ledger_entries TO palm_runtime",
        "GRANT DELETE ON evidence TO palm_runtime",
        "GRANT UPDATE ON evidence TO palm_runtime",
        "GRANT TRUNCATE ON data_accesses TO palm_runtime",
        "GRANT DELETE ON ledger_chains TO palm_runtime",
    ],
)
def test_one_right_too_many_is_told(sound: Environment, urls: Urls, given: str) -> None:
    _as_owner(urls, given)

    said = palm_here("doctor", environment={**sound, "PALM_DATABASE_URL": urls.runtime})

    table = given.partition(" ON ")[2].partition(" ")[0]
    assert f"the role may change the ledger ({table})" in said.stdout


async def test_values_whose_key_is_gone_are_told(sound: Environment, core: Core, urls: Urls) -> None:
    row = uuid7()
    reason = core.cipher.seal("doubts.reason", row, "道路更名".encode())
    await DoubtRow.create(
        id=row, change_id="c-1", record_id="r-1", opened_at=NOON, state="cleared", reason=reason
    )

    said = await asyncio.to_thread(palm, "doctor", environment={**sound, "PALM_DATABASE_URL": urls.runtime})

    assert "weak     PALM_KEYS_FILE: values name keys that are not in the ring (test)" in said.stdout


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (100, "ok       PALM_SMS_VENDORS: aliyun: each is given its share of the texts"),
        (60, "weak     PALM_SMS_VENDORS: aliyun is given 60 of a hundred texts, not 100 (errors)"),
    ],
)
async def test_an_operator_of_texts_that_is_given_fewer_is_told(
    sound: Environment, core: Core, urls: Urls, share: int, words: str
) -> None:
    del core
    await VendorShareRow.create(
        id=uuid7(), port="sms", vendor="aliyun", share=share, changed_at=NOON, why="errors"
    )

    said = await asyncio.to_thread(palm, "doctor", environment={**sound, "PALM_DATABASE_URL": urls.runtime})

    assert words in said.stdout


def _as_owner(urls: Urls, statement: str) -> None:
    with psycopg.connect(urls.owner, autocommit=True) as connection:
        connection.execute(statement.encode())


def test_a_vendor_whose_documents_nobody_read_is_named_as_such(sound: Environment) -> None:
    ems = {"PALM_COURIER_VENDORS": "kuaidi100,ems", "PALM_EMS_SECRET": "Wm1JcUpkOHlLcDNSdkw1Qg=="}

    without, chosen = told(sound), told({**sound, **ems})

    assert "PALM_COURIER_VENDORS" not in without
    [check] = chosen["PALM_COURIER_VENDORS"]
    assert "not verified" in check.words


def test_pages_of_faces_whose_hosts_are_a_guess_are_told_until_they_are_named(sound: Environment) -> None:
    [check] = told({**sound, "PALM_FACE_PAGES": ""})["PALM_FACE_PAGES"]

    assert "try one real CertifyUrl" in check.words
    assert "PALM_FACE_PAGES" not in told(sound)
