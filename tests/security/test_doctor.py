"""`palm doctor` names what is missing or weak, never a value; nothing starts with what everybody can read."""

import asyncio
import base64
import dataclasses
import importlib
import json
import os
import pkgutil
import re
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import psycopg
import pytest

import adapters
import bff
import domain
from adapters.embedded.valkey import EmbeddedValkey
from adapters.keys.randomness import uuid7
from adapters.keys.ring import KeyRing
from adapters.postgres.rows.doubts import DoubtRow
from bff.compose.core import Core
from bff.doctor import Check, State, look_at
from bff.settings import SECRETS, Settings
from bff.settings_environment import read
from bff.settings_production import secrets_of
from tests.cli.palm import palm, palm_here, production
from tests.support.house import NOON
from tests.support.server import Urls

Environment = dict[str, str]
REMOTE = "postgresql://palm_runtime:kept-quiet@db.example/palm?sslmode=verify-full"
SHOWN = {
    "domain.gateway.plan.BackEnd.secret_url",  # where one is asked for
    "domain.staff.session.StaffSession.token",  # a keyed digest of it
}
HAS_A_SECRET = [f"PALM_{name.upper()}" for name in SECRETS]


@pytest.fixture
def sound(tmp_path: Path) -> Environment:
    """Nothing is missing or weak but, perhaps, the servers."""
    environment = {
        **production(tmp_path / "palm", REMOTE),
        "PALM_KEYS_FILE": str(tmp_path / "keys" / "keys.json"),
        "PALM_ARCHIVE_FOLDER": str(tmp_path / "archive"),
        "PALM_FORWARDED_SECRET": secrets.token_hex(16),
        "PALM_WECHAT_PUSH_KEY": base64.b64encode(secrets.token_bytes(33)).decode()[:43],
    }
    for name in HAS_A_SECRET:
        if name in environment and environment[name] == production(tmp_path, "")["PALM_SMS_SECRET"]:
            environment[name] = secrets.token_hex(16)
    for folder in ("palm", "keys", "archive"):
        (tmp_path / folder).mkdir(mode=0o700)
    KeyRing.fresh("1").write(Path(environment["PALM_KEYS_FILE"]))
    checkpoints = Path(environment["PALM_CHECKPOINTS_FILE"])
    checkpoints.write_text("{}\n")
    checkpoints.chmod(0o600)
    return environment


def told(environment: Environment) -> dict[str, list[Check]]:
    found: dict[str, list[Check]] = {}
    for check in look_at(environment)[1]:
        if check.state is not State.OK:
            found.setdefault(check.name, []).append(check)
    return found


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
        "weak     PALM_DATABASE_URL: the role may change the ledger (data_accesses, evidence" in said.stdout
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


def _as_owner(urls: Urls, statement: str) -> None:
    with psycopg.connect(urls.owner, autocommit=True) as connection:
        connection.execute(statement.encode())


# secrets in files


def test_a_secret_may_stand_in_a_file(sound: Environment, tmp_path: Path) -> None:
    secret, file = secrets.token_hex(16), tmp_path / "sms"
    file.write_text(f"{secret}\n")
    file.chmod(0o440)
    environment = {**sound, "PALM_SMS_SECRET_FILE": str(file)}
    del environment["PALM_SMS_SECRET"]

    assert read(environment).sms.secret == secret
    [check] = [one for one in look_at(environment)[1] if one.name == "PALM_SMS_SECRET"]
    assert check == Check("PALM_SMS_SECRET", State.OK, "set, from a file")


@pytest.mark.parametrize("name", HAS_A_SECRET)
def test_every_secret_may_stand_in_a_file(sound: Environment, tmp_path: Path, name: str) -> None:
    file = tmp_path / "secret"
    file.write_text(sound.get(name) or "bureau=key:4f0c2a9be1d7836550ab")
    file.chmod(0o400)
    environment = {key: value for key, value in sound.items() if key != name}

    settings, _ = look_at({**environment, f"{name}_FILE": str(file)})

    assert settings is not None


def test_a_secret_in_two_places_in_no_file_or_in_everybodys_is_refused_in_one_line_each(
    sound: Environment, tmp_path: Path
) -> None:
    file, empty = tmp_path / "secret", tmp_path / "empty"
    file.write_text("9f4c1b7e22d84a06b5")
    file.chmod(0o644)
    empty.write_text("\n")
    empty.chmod(0o600)
    environment = {
        **sound,
        "PALM_SMS_SECRET_FILE": str(file),
        "PALM_FACE_SECRET_FILE": str(file),
        "PALM_COURIER_SECRET_FILE": str(tmp_path / "none"),
        "PALM_RATING_SECRET_FILE": str(empty),
    }
    for name in ("FACE", "COURIER", "RATING"):
        del environment[f"PALM_{name}_SECRET"]

    found = told(environment)

    assert {name: [one.words.split(";")[0] for one in many] for name, many in found.items()} == {
        "PALM_SMS_SECRET_FILE": ["PALM_SMS_SECRET is set as well"],
        "PALM_FACE_SECRET_FILE": ["everybody may read that file"],
        "PALM_COURIER_SECRET_FILE": ["is no file with a secret that this process can read"],
        "PALM_RATING_SECRET_FILE": ["is no file with a secret that this process can read"],
    }


def test_what_is_no_secret_stands_in_no_file(sound: Environment) -> None:
    assert (
        "no such setting"
        in told({**sound, "PALM_SMS_SIGN_NAME_FILE": "/x"})["PALM_SMS_SIGN_NAME_FILE"][0].words
    )


# nothing starts with what everybody can read, and nothing shows what it holds


@pytest.mark.parametrize("command", ["serve", "worker"])
@pytest.mark.parametrize(
    ("file", "mode", "words"),
    [
        ("PALM_KEYS_FILE", 0o644, "others may read it"),
        ("PALM_KEYS_FILE", 0o660, "others may read it"),
        ("PALM_CHECKPOINTS_FILE", 0o666, "others may write it"),
    ],
)
def test_neither_serve_nor_worker_starts_with_files_of_everybody(
    sound: Environment, command: str, file: str, mode: int, words: str
) -> None:
    Path(sound[file]).chmod(mode)

    said = palm_here(command, environment=sound)

    assert said.exit_code == 2
    [_, line] = said.stderr.splitlines()
    assert line.startswith(f"{file}: ")
    assert words in line


@pytest.mark.parametrize("command", ["serve", "worker"])
@pytest.mark.parametrize("content", [None, "{}"])
def test_neither_starts_without_a_ring_and_says_so_in_one_line(
    tmp_path: Path, urls: Urls, command: str, content: str | None
) -> None:
    environment = {**production(tmp_path, urls.runtime), "PALM_MODE": "sandbox"}
    if content is not None:
        ring = tmp_path / "keys.json"
        ring.write_text(content)
        ring.chmod(0o600)

    said = palm(command, environment=environment)

    assert said.returncode == 2
    [line] = said.stderr.splitlines()
    assert line.startswith("PALM_KEYS_FILE: keys.json: ")


def test_settings_and_ring_show_none_of_their_secrets(sound: Environment) -> None:
    sound["PALM_REDIS_URL"] = "redis://:kept-quiet@cache.example/0"
    settings = read(sound)
    ring = KeyRing.read(settings.keys_file)

    shown = f"{settings!r} {settings} {[settings]} {ring!r} {ring} {settings.sms!r}"

    assert [name for name in HAS_A_SECRET if sound.get(name) and sound[name] in shown] == []
    assert "kept-quiet" not in shown
    assert "PRIVATE KEY" not in shown


def test_every_setting_that_sounds_secret_is_known_as_one() -> None:
    sounds = [
        name
        for name in Settings.__dataclass_fields__
        if any(word in name for word in ("secret", "token", "_key", "password"))
        and not name.endswith("_file")
    ]

    assert sorted(set(sounds) - set(SECRETS)) == []


def test_no_part_of_the_office_shows_a_secret_it_holds() -> None:
    """A dataclass writes every field into its repr unless somebody says otherwise."""
    shows = [
        f"{part.__module__}.{part.__name__}.{field.name}"
        for part in _parts()
        for field in dataclasses.fields(part)
        if re.search("secret|password|token", field.name)
        and field.type in (str, bytes)
        and field.repr
        and hasattr(part.__repr__, "__wrapped__")  # the one that dataclass makes
    ]

    assert sorted(set(shows) - SHOWN) == []


def _parts() -> list[type]:
    found = []
    for package in (bff, adapters, domain):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not re.search(r"sandbox|\.demo|__main__|migrations", module.name):
                inside = vars(importlib.import_module(module.name)).values()
                found += [one for one in inside if isinstance(one, type) and dataclasses.is_dataclass(one)]
    return found
