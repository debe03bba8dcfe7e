"""Name the device (设备) a request comes from: by a secret of its own, of which only a digest is kept."""

import re
from dataclasses import dataclass

from domain.identity.session import UNKNOWN_DEVICE, Device
from domain.kernel.ports import Digests, Randomness
from domain.usecases.start_session import device_key

SECRET = re.compile(r"[0-9A-Za-z_-]{22,64}")  # 128 bits at least


@dataclass(frozen=True, slots=True)
class NameDevice:
    digests: Digests
    randomness: Randomness

    def __call__(self, secret: str, words: str) -> Device:
        """`words`: how it is named to its person. Without a proper secret no device is like another."""
        if not SECRET.fullmatch(secret):
            return UNKNOWN_DEVICE
        return Device(device_key(self.digests, secret), words)

    def secret(self) -> str:
        """For a device that has none yet."""
        return self.randomness.token()
