"""Subscriptions (轨迹订阅) of kuaidi100: a parcel that its holder posted is followed like one of ours.

Source: api.kuaidi100.com (poll) and its java-demo 68a6ab42, read 2026-11-21; no vendor endpoint contacted.
The key stands inside `param`: there is no signature to hide it behind, so the address must be https.
"""

from urllib.parse import urlencode

import msgspec

from adapters.courier.kuaidi100 import DONE, SYSTEM
from adapters.outbound.http import Outbound, address, decode
from domain.kernel.refusal import Refused, Unavailable

FOLLOWED_ALREADY = "501"
FAULTS = frozenset({"500", "502"})
OUR_KEY = frozenset({"600", "601"})  # an operator mends it
_BAD_REQUESTS = range(400, 500)
_FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}


class _Answer(msgspec.Struct, rename="camel"):
    return_code: str = ""


class Kuaidi100Following:
    """Implements ParcelFollowing. `url`: scheme and host of its tracking service."""

    def __init__(self, http: Outbound, *, url: str, key: str, deadline_seconds: float = 8.0) -> None:
        self._http, self._base, self._key, self._deadline = http, http.base(url), key, deadline_seconds

    async def follow(self, carrier: str, waybill: str, *, phone_tail: str, track_url: str, salt: str) -> None:
        """A repeat is answered 501 and is harmless, so what may have arrived is tried again."""
        param = {
            "company": carrier,
            "number": waybill,
            "key": self._key,
            "parameters": {
                "callbackurl": track_url,
                "salt": salt,
                "resultv2": "4",
                "autoCom": "0",
                "interCom": "0",
                **({"phone": phone_tail} if phone_tail else {}),
            },
        }
        form = {"schema": "json", "param": msgspec.json.encode(param).decode()}
        answer = await self._http.send(
            SYSTEM,
            "POST",
            address(self._base, SYSTEM, "poll"),
            effect=False,
            headers=_FORM,
            body=urlencode(form).encode(),
            deadline_seconds=self._deadline,
        )
        if answer.status in _BAD_REQUESTS:
            raise Refused(SYSTEM, f"http-{answer.status}")
        code = decode(SYSTEM, answer.body, _Answer, effect=False).return_code
        if code in (DONE, FOLLOWED_ALREADY):
            return
        if code in FAULTS | OUR_KEY or not code:
            raise Unavailable(SYSTEM, code or "answer-malformed")
        raise Refused(SYSTEM, code)
