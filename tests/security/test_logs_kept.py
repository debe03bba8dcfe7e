"""Logs are kept six months, evidence for years (网络安全法 §23): production refuses less, and says why."""

from pathlib import Path

import pytest

from bff.doctor import State, look_at
from bff.settings import SettingsProblems
from bff.settings_environment import read
from tests.security.configured import Environment, sound_configuration, told


@pytest.fixture
def sound(tmp_path: Path) -> Environment:
    return sound_configuration(tmp_path)


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("PALM_LOG_DAYS", "100", "six months; say 183 or more"),
        ("PALM_LOG_DAYS", "182", "six months; say 183 or more"),
        ("PALM_LOG_DAYS", "soon", "no whole number of days above 0"),
        ("PALM_EVIDENCE_YEARS", "2", "less than 3 proves nothing"),
    ],
)
def test_production_does_not_start_with_too_little_and_the_doctor_says_why(
    sound: Environment, variable: str, value: str, words: str
) -> None:
    sound[variable] = value

    with pytest.raises(SettingsProblems) as refused:
        read(sound)

    [problem] = [one for one in refused.value.problems if one.startswith(f"{variable}: ")]
    [check] = told(sound)[variable]
    assert words in problem
    assert words in check.words


def test_half_a_year_and_ten_years_are_what_is_meant_where_nothing_is_said(sound: Environment) -> None:
    settings = read(sound)

    assert (settings.log_days, settings.evidence_years, settings.log_folder) == (183, 10, None)


def test_without_a_folder_the_doctor_says_who_keeps_the_logs(sound: Environment) -> None:
    [check] = [one for one in look_at(sound)[1] if one.name == "PALM_LOG_FOLDER"]

    assert check.state is State.OK
    assert "kept by whoever keeps standard error" in check.words


def test_a_folder_of_everybodys_is_weak(sound: Environment, tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    logs.chmod(0o755)
    sound["PALM_LOG_FOLDER"] = str(logs)
    [weak] = told(sound)["PALM_LOG_FOLDER"]

    logs.chmod(0o700)

    assert "chmod 700" in weak.words
    assert "PALM_LOG_FOLDER" not in told(sound)
