"""The doctor (体检): what a configuration lacks and what is weak about it, one line each, never a value.

It judges by production's measure, whatever PALM_MODE says, and changes nothing. Servers are asked by
bff/cli/doctor_visits.py.
"""

import stat
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from adapters.gateway.plan_file import GatewayProblems, load_plan
from adapters.keys.ring import KeyRing, KeyRingProblem
from bff.settings import Settings, SettingsProblems
from bff.settings_environment import read
from bff.settings_production import LOOPBACK, secrets_of, unfit_for_production
from bff.settings_reader import NOT_THE_OWNER, OTHERS_WRITE, allows
from domain.privacy.retention import LEAST_LOG_DAYS

UNSET = "is not set"
FEW_CHARACTERS = 8  # sixteen drawn from hexadecimal digits hold more in all but one of ten thousand
FEW_BYTES = 16  # thirty-two random bytes hold about thirty different ones
NO_KEY = "is no private key of P-256 (PEM)"
LATE_SECONDS = 2 * 3600.0  # a checkpoint is written every hour


class State(StrEnum):
    OK = "ok"
    MISSING = "missing"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Check:
    """One line. `name`: the setting; `words`: what was found, and what to do."""

    name: str
    state: State
    words: str


def look_at(environment: Mapping[str, str]) -> tuple[Settings | None, list[Check]]:
    """The settings, when they can be read at all, and what they and the files they name are like."""
    try:
        settings = read(environment)
    except SettingsProblems as found:
        return None, [_told(problem) for problem in found.problems]
    told = [_told(problem) for problem in unfit_for_production(settings)]
    known = {check.name for check in told}
    more = [
        *_mode(settings),
        *_secrets(settings, environment),
        *_gateway(settings),
        *_couriers(settings),
        *_face_pages(settings),
    ]
    checks = [*told, *(check for check in more if check.name not in known)]
    return settings, [
        *checks,
        *_ring(settings.keys_file),
        *_checkpoints(settings),
        *_anchor(settings),
        *_archive(settings),
        *_logs(settings),
    ]


def _told(problem: str) -> Check:
    name, _, words = problem.partition(": ")
    return Check(name, State.MISSING if words == UNSET else State.WEAK, words)


def _mode(settings: Settings) -> list[Check]:
    if settings.is_production:
        return [Check("PALM_MODE", State.OK, "production")]
    return [Check("PALM_MODE", State.WEAK, "the sandbox lets emulated vendors in; say production")]


def _secrets(settings: Settings, environment: Mapping[str, str]) -> list[Check]:
    """One line for each variable; what stands in two of them opens two doors."""
    checks = {
        variable: Check(variable, State.OK, f"set, {_from(variable, environment)}")
        for variable, secret in secrets_of(settings)
        if secret
    }
    for variable, secret in secrets_of(settings):
        if 0 < len(set(secret)) < FEW_CHARACTERS:
            checks[variable] = Check(
                variable, State.WEAK, "made of few different characters; run `openssl rand -hex 32`"
            )
    for (one, secret), (other, same) in combinations(secrets_of(settings), 2):
        if secret and secret == same and one != other:
            checks[other] = Check(other, State.WEAK, f"the same as {one}; each door its own key")
    if settings.checkpoint_key:
        is_key = _is_signing_key(settings.checkpoint_key)
        words = f"set, {_from('PALM_CHECKPOINT_KEY', environment)}" if is_key else NO_KEY
        state = State.OK if is_key else State.WEAK
        checks["PALM_CHECKPOINT_KEY"] = Check("PALM_CHECKPOINT_KEY", state, words)
    if not settings.forwarded_secret:
        words = "without it limits take the proxy for the only visitor; the proxy's Forwarded carries it"
        checks["PALM_FORWARDED_SECRET"] = Check("PALM_FORWARDED_SECRET", State.MISSING, words)
    if settings.owner_url:
        words = "only `palm migrate` needs the owner; take it from the environment of serve and worker"
        checks["PALM_OWNER_URL"] = Check("PALM_OWNER_URL", State.WEAK, words)
    return list(checks.values())


def _from(variable: str, environment: Mapping[str, str]) -> str:
    return "from a file" if environment.get(f"{variable}_FILE") else "from the environment"


def _gateway(settings: Settings) -> list[Check]:
    if settings.gateway_file is None:
        return [Check("PALM_GATEWAY_FILE", State.OK, "not set: nothing passes the gateway")]
    try:
        load_plan(settings.gateway_file, settings.gateway_secrets, loopback=False)
    except GatewayProblems as broken:
        return [
            Check("PALM_GATEWAY_FILE", State.WEAK, f"{len(broken.problems)} things are wrong with the plan")
        ]
    return [Check("PALM_GATEWAY_FILE", State.OK, "the plan is whole, and everybody in it has a secret")]


def _couriers(settings: Settings) -> list[Check]:
    """One vendor's own documents nobody here has read (docs/vendors/ems.md)."""
    if "ems" not in settings.courier_vendors:
        return []
    words = "names ems, which is not verified with the vendor; run the kit in their test environment first"
    return [Check("PALM_COURIER_VENDORS", State.WEAK, words)]


def _face_pages(settings: Settings) -> list[Check]:
    """Nobody is sent to a host that is not known, and which Aliyun's are nobody has seen."""
    if "aliyun" not in settings.face_vendors or settings.face_pages:
        return []
    words = "not set, and Aliyun's hosts are a guess; try one real CertifyUrl and name its host"
    return [Check("PALM_FACE_PAGES", State.WEAK, words)]


def _ring(path: Path) -> list[Check]:
    name = "PALM_KEYS_FILE"
    if not path.exists():
        return [Check(name, State.MISSING, "there is no key ring; run `palm keys new` with its path, once")]
    try:
        ring = KeyRing.read(path)
    except KeyRingProblem as broken:
        return [Check(name, State.WEAK, str(broken))]
    secrets = {**{f"keys.{version}": key for version, key in ring.keys.items()}}
    secrets |= {"index": ring.index, "ledger": ring.ledger}
    weak = [
        Check(name, State.WEAK, f"{part} is not random; make the ring anew before there is data")
        for part, key in secrets.items()
        if len(set(key)) < FEW_BYTES
    ]
    weak += [
        Check(name, State.WEAK, f"{one} and {other} are the same key; each has to be drawn by itself")
        for (one, key), (other, same) in combinations(secrets.items(), 2)
        if key == same
    ]
    signing = {"tokens": ring.tokens, "proposals": ring.proposals, "checkpoints": ring.checkpoints}
    weak += [
        Check(name, State.WEAK, f"{part} {NO_KEY}")
        for part, pem in signing.items()
        if pem and not _is_signing_key(pem)
    ]
    kept = f"{len(ring.keys)} versions, {ring.current} seals, indexes by {ring.indexing}"
    return weak or [Check(name, State.OK, f"its owner's alone; {kept}")]


def _is_signing_key(pem: str) -> bool:
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except ValueError:
        return False
    return isinstance(key, EllipticCurvePrivateKey) and key.curve.name == "secp256r1"


def _checkpoints(settings: Settings) -> list[Check]:
    """Age and place; that they are signed and fit the ledger is `palm ledger verify`'s to say."""
    name, path = "PALM_CHECKPOINTS_FILE", settings.checkpoints_file
    if not path.exists() or not path.stat().st_size:
        return [Check(name, State.MISSING, "no checkpoint yet; the worker writes one when it starts")]
    late = time.time() - path.stat().st_mtime > LATE_SECONDS
    checks = []
    if any(allows(one, OTHERS_WRITE) for one in (path, path.with_name(f"{path.name}.leaves"))):
        checks.append(Check(name, State.WEAK, "others may write it or its .leaves; run chmod go-w on them"))
    if late:
        checks.append(
            Check(name, State.WEAK, "none for more than two hours; look at the worker and the disk")
        )
    if is_here(settings.database_url):
        words = "on the machine of the database; let somebody else keep a copy, or give it a disk elsewhere"
        checks.append(Check(name, State.WEAK, words))
    return checks or [Check(name, State.OK, "fresh, its owner's alone to write, away from the database")]


def _anchor(settings: Settings) -> list[Check]:
    name, hours = "PALM_ANCHOR_HOURS", settings.anchor_hours
    if not hours:
        return [Check(name, State.WEAK, "0: people's yes is taken without a checkpoint of late; say 24")]
    return [Check(name, State.OK, f"without a checkpoint of {hours} hours no yes is taken")]


def _logs(settings: Settings) -> list[Check]:
    name, folder = "PALM_LOG_FOLDER", settings.log_folder
    if folder is None:
        words = f"not set: logs are kept by whoever keeps standard error; {LEAST_LOG_DAYS} days at least"
        return [Check(name, State.OK, words)]
    if allows(folder, NOT_THE_OWNER):
        return [Check(name, State.WEAK, "others may look into it; run chmod 700 on it")]
    if settings.log_days < LEAST_LOG_DAYS:
        return [Check(name, State.WEAK, "its files go too early; see PALM_LOG_DAYS")]
    return [Check(name, State.OK, f"its owner's alone; a file a day, kept {settings.log_days} days")]


def is_here(url: str) -> bool:
    """Whether a server runs on this machine; an embedded one has no address."""
    return (urlsplit(url).hostname or LOOPBACK[0]) in LOOPBACK


def _archive(settings: Settings) -> list[Check]:
    name, path = "PALM_ARCHIVE_FOLDER", settings.archive_folder
    if not path.is_dir():
        return [
            Check(name, State.MISSING, "there is no such folder; make it, mode 700, for the worker's user")
        ]
    if stat.S_IMODE(path.stat().st_mode) & NOT_THE_OWNER:
        return [Check(name, State.WEAK, "others may look into it; run chmod 700 on it")]
    if settings.keys_file.exists() and settings.keys_file.resolve().parent == path.resolve().parent:
        words = "beside the key ring: who copies the place can read it; keep them apart"
        return [Check(name, State.WEAK, words)]
    return [Check(name, State.OK, "its owner's alone, apart from the key ring")]
