"""What settings about couriers (快递配置) must be like: vendors known, whole, on the office's own account."""

import binascii
from base64 import b64decode

from bff.settings import Settings

VENDORS = ("kuaidi100", "sf", "ems")
DIGESTS = ("sm3", "standard-md5", "simple-md5")  # as the SF console sets the account
SM4_KEY_BYTES = 16
NEEDED = {
    "sf": ("sf_monthly_card", "sf_callback_secret"),
    "ems": ("ems_authorization", "ems_callback_secret"),
}


def couriers(text: str) -> tuple[str, ...]:
    """«ems,kuaidi100», first the preferred. Raises ValueError."""
    names = tuple(name.strip() for name in text.split(","))
    if not set(names) <= set(VENDORS) or len(set(names)) != len(names):
        raise ValueError(text)
    return names


def digest(text: str) -> str:
    """Raises ValueError."""
    if text not in DIGESTS:
        raise ValueError(text)
    return text


def courier_problems(settings: Settings) -> list[str]:
    """One line for each thing, as SettingsProblems has them."""
    found = []
    for name, needed in NEEDED.items():
        is_set = getattr(settings, name).is_set
        if name in settings.courier_vendors and not is_set:
            found.append(f"PALM_COURIER_VENDORS: names {name}, and PALM_{name.upper()}_URL is not set")
        if is_set:
            missing = (one for one in needed if not getattr(settings, one))
            found += [f"PALM_{one.upper()}: is not set" for one in missing]
    if "ems" in settings.courier_vendors and settings.ems.is_set and not _is_sm4_key(settings.ems.secret):
        found.append("PALM_EMS_SECRET: is no SM4 key (base64 of 16 bytes)")
    return found


def _is_sm4_key(text: str) -> bool:
    try:
        return len(b64decode(text, validate=True)) == SM4_KEY_BYTES
    except binascii.Error:
        return False
