"""What production refuses (生产限制): sandbox vendors, plain http, weak secrets, files others may write."""

from urllib.parse import urlsplit

from bff.settings import SECRETS, VENDORS, Settings
from bff.settings_reader import OTHERS_WRITE, allows
from domain.privacy.retention import LEAST_EVIDENCE_YEARS, LEAST_LOG_DAYS

SECRET_LENGTH = 16
DEFAULT_SECRETS = ("sandbox", "test", "changeme", "secret", "password", "demo")
# passwords in addresses are the servers' own affair; a key is not written by hand
NOT_OURS = ("database_url", "owner_url", "redis_url", "checkpoint_key")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def unfit_for_production(settings: Settings) -> list[str]:
    """One line for each thing, as SettingsProblems has them."""
    problems = [*_vendors(settings), *_secrets(settings)]
    if settings.public_url and urlsplit(settings.public_url).scheme != "https":
        problems.append("PALM_PUBLIC_URL: production is reached by https only")
    if not settings.quiet_hours:
        problems.append("PALM_QUIET_HOURS: nobody is woken at night; say on")
    if settings.log_days < LEAST_LOG_DAYS:
        problems.append(f"PALM_LOG_DAYS: the law has logs kept six months; say {LEAST_LOG_DAYS} or more")
    if settings.evidence_years < LEAST_EVIDENCE_YEARS:
        problems.append(f"PALM_EVIDENCE_YEARS: less than {LEAST_EVIDENCE_YEARS} proves nothing any more")
    if settings.folder.resolve() in settings.checkpoints_file.resolve().parents:
        problems.append("PALM_CHECKPOINTS_FILE: keep checkpoints away from the office's own folder")
    for name in ("checkpoints_file", "gateway_file", "calendar_file"):
        path = getattr(settings, name)
        if path and allows(path, OTHERS_WRITE):
            problems.append(f"PALM_{name.upper()}: others may write it; run chmod go-w on it")
    return problems


def secrets_of(settings: Settings) -> list[tuple[str, str]]:
    """Variable and secret, of all that has to be long and of our own making; one may have several."""
    found = []
    for name in SECRETS:
        variable, vendor = f"PALM_{name.upper()}", name.removesuffix("_secret")
        if vendor in VENDORS:
            found.append((variable, getattr(settings, vendor).secret))
        elif name == "gateway_secrets":
            found += [(variable, pair.partition(":")[2]) for pair in settings.gateway_secrets.values()]
        elif name not in NOT_OURS:
            found.append((variable, getattr(settings, name)))
    return found


def _vendors(settings: Settings) -> list[str]:
    problems = []
    for name, url in (
        (vendor, url) for vendor in VENDORS for url in getattr(settings, vendor).url.split(",")
    ):
        parts = urlsplit(url.strip())
        if parts.geturl() and parts.scheme != "https":
            problems.append(f"PALM_{name.upper()}_URL: production speaks https only")
        if parts.hostname in LOOPBACK:
            problems.append(f"PALM_{name.upper()}_URL: a sandbox vendor in production")
    return problems


def _secrets(settings: Settings) -> list[str]:
    problems = []
    for variable, secret in secrets_of(settings):
        if secret and len(secret) < SECRET_LENGTH:
            problems.append(f"{variable}: shorter than {SECRET_LENGTH} characters")
        elif any(word in secret.lower() for word in DEFAULT_SECRETS):
            problems.append(f"{variable}: a default from the sandbox or a hand-book")
    return problems
