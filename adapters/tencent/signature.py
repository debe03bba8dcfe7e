"""The signature of Tencent Cloud's API 3.0 (腾讯云 TC3-HMAC-SHA256): over one POST and its JSON body.

Source: tencentcloud-sdk-python-common 3.1.195 (its source, which signs content-type and host alone), read
2026-11-22.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime

ALGORITHM = "TC3-HMAC-SHA256"
CONTENT_TYPE = "application/json"
_SIGNED = "content-type;host"


@dataclass(frozen=True, slots=True, repr=False)
class TencentKey:
    """An API key: its id goes with every call, the other half never leaves this process."""

    secret_id: str
    secret_key: str

    def authorization(self, body: bytes, *, service: str, host: str, at: datetime) -> str:
        """The Authorization header of a POST to «/». `host`: as sent, with a port that is not the usual."""
        stamp, day = int(at.timestamp()), at.astimezone(UTC).date().isoformat()
        scope = f"{day}/{service}/tc3_request"
        text = f"{ALGORITHM}\n{stamp}\n{scope}\n{canonical_hash(body, host)}"
        key = _mac(_mac(_mac(f"TC3{self.secret_key}".encode(), day), service), "tc3_request")
        return (
            f"{ALGORITHM} Credential={self.secret_id}/{scope}, SignedHeaders={_SIGNED}, "
            f"Signature={_mac(key, text).hex()}"
        )


def canonical_hash(body: bytes, host: str) -> str:
    """Of the request as both sides write it down before signing."""
    hashed = hashlib.sha256(body).hexdigest()
    request = f"POST\n/\n\ncontent-type:{CONTENT_TYPE}\nhost:{host}\n\n{_SIGNED}\n{hashed}"
    return hashlib.sha256(request.encode()).hexdigest()


def _mac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")
