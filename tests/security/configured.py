"""A configuration with nothing missing or weak in it, and what the doctor says of another."""

import base64
import secrets
from pathlib import Path

from adapters.keys.ring import KeyRing
from bff.doctor import Check, State, look_at
from bff.settings import SECRETS
from tests.cli.palm import production

Environment = dict[str, str]
REMOTE = "postgresql://palm_runtime:kept-quiet@db.example/palm?sslmode=verify-full"
HAS_A_SECRET = [f"PALM_{name.upper()}" for name in SECRETS]


def sound_configuration(tmp_path: Path) -> Environment:
    """Nothing is missing or weak but, perhaps, the servers."""
    environment = {
        **production(tmp_path / "palm", REMOTE),
        "PALM_KEYS_FILE": str(tmp_path / "keys" / "keys.json"),
        "PALM_ARCHIVE_FOLDER": str(tmp_path / "archive"),
        "PALM_FACE_PAGES": "cloudauth.aliyuncs.com",
        "PALM_FORWARDED_SECRET": secrets.token_hex(16),
        "PALM_WECHAT_PUSH_KEY": base64.b64encode(secrets.token_bytes(33)).decode()[:43],
        "PALM_OFFICIAL_ACCOUNT_PUSH_KEY": base64.b64encode(secrets.token_bytes(33)).decode()[:43],
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
