"""What may be changed about a key ring: each change is a new ring that follows from the old one."""

import secrets

import msgspec

from adapters.keys.ring import KEY_BYTES, KeyRing, KeyRingProblem, fresh_signing_key, fresh_sm2_key
from domain.keys.algorithms import Sealing

# access tokens live for fifteen minutes: nobody rotates more often than this many keys have room for
RETIRED_TOKENS = 2
# whoever rotates hands the new half over; until the bank has it, it encrypts to the old one
RETIRED_BANKS = 2


def with_new_key(ring: KeyRing, sealing: Sealing | None, *, is_current: bool) -> tuple[KeyRing, str]:
    """A ring of before learns to seal with a key for each row. Returns the new key's version, too."""
    numbers = [int(name) for name in ring.keys if name.isascii() and name.isdigit()]
    version = str(max(numbers, default=len(ring.keys)) + 1)
    keys = {**ring.keys, version: secrets.token_bytes(KEY_BYTES)}
    grown = msgspec.structs.replace(ring, keys=keys)
    return (with_current(grown, version, sealing) if is_current else grown), version


def with_current(ring: KeyRing, version: str, sealing: Sealing | None = None) -> KeyRing:
    """Raises KeyRingProblem for a version the ring does not hold."""
    if version not in ring.keys:
        raise KeyRingProblem(f"there is no key {version} in this ring")
    return msgspec.structs.replace(ring, current=version, sealing=sealing or ring.sealing or "AES-256-GCM")


def without(ring: KeyRing, version: str) -> KeyRing:
    """Raises KeyRingProblem for the current one, and for one the ring does not hold."""
    if version == ring.current:
        raise KeyRingProblem(f"key {version} seals what is written now; rotate first")
    if version not in ring.keys:
        raise KeyRingProblem(f"there is no key {version} in this ring")
    return msgspec.structs.replace(
        ring, keys={name: key for name, key in ring.keys.items() if name != version}
    )


def with_new_token_key(ring: KeyRing, *, is_stolen: bool) -> KeyRing:
    """What the old key signed is believed until it expires; what a stolen one signed is not."""
    retired = () if is_stolen else (ring.tokens, *ring.retired_tokens)[:RETIRED_TOKENS]
    return msgspec.structs.replace(ring, tokens=fresh_signing_key(), retired_tokens=retired)


def with_new_bank_key(ring: KeyRing, *, is_stolen: bool) -> KeyRing:
    """What the bank encrypts to the old key still opens, unless that key was stolen."""
    retired = () if is_stolen else ring.bank_keys[:RETIRED_BANKS]
    return msgspec.structs.replace(ring, bank=fresh_sm2_key(), retired_banks=retired)
