"""Secrets come from the environment or from files; nothing starts with what everybody can read, nothing shows
what it holds."""

import dataclasses
import importlib
import pkgutil
import re
import secrets
from pathlib import Path

import pytest

import adapters
import bff
import domain
from adapters.keys.ring import KeyRing
from bff.doctor import Check, State, look_at
from bff.settings import SECRETS, Settings
from bff.settings_environment import read
from tests.cli.palm import palm, palm_here, production
from tests.security.configured import HAS_A_SECRET, Environment, sound_configuration, told
from tests.support.server import Urls

SHOWN = {
    "domain.gateway.plan.BackEnd.secret_url",  # where one is asked for
    "domain.staff.session.StaffSession.token",  # a keyed digest of it
}


@pytest.fixture
def sound(tmp_path: Path) -> Environment:
    return sound_configuration(tmp_path)


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
            if not re.search(r"sandbox|conformance|\.demo|__main__|migrations", module.name):
                inside = vars(importlib.import_module(module.name)).values()
                found += [one for one in inside if isinstance(one, type) and dataclasses.is_dataclass(one)]
    return found
