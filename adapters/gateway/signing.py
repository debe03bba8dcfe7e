"""The two signing schemes of back-ends (签名方案), as headers for one call.

Source: public integrations of the Zhejiang IRS gateway and of the national exchange platform
(国家共享交换平台, gjgxjhpt), collected in docs/vendors/gateway.md, read 2026-11-21. None is official.
"""

import base64
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime

from adapters.gateway.keys import KeyPair

ACCESS_KEY, ALGORITHM = "X-BG-HMAC-ACCESS-KEY", "X-BG-HMAC-ALGORITHM"
DATE, SIGNATURE = "X-BG-DATE-TIME", "X-BG-HMAC-SIGNATURE"
HMAC_SHA256 = "hmac-sha256"


def gateway_hmac(pair: KeyPair, method: str, path: str, query: str, date: str) -> str:
    """base64 of the MAC; `query`: encoded pairs, already sorted by name. The body is not signed."""
    text = f"{method}\n{path}\n{query}\n{pair.account}\n{date}\n"
    return base64.b64encode(hmac.digest(pair.secret, text.encode(), "sha256")).decode()


def http_date(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC), usegmt=True)


def gateway_hmac_headers(pair: KeyPair, method: str, target: str, at: datetime) -> Mapping[str, str]:
    """`target`: path and query as in the request line."""
    path, _, query = target.partition("?")
    date = http_date(at)
    return {
        ACCESS_KEY: pair.account,
        ALGORITHM: HMAC_SHA256,
        DATE: date,
        SIGNATURE: gateway_hmac(pair, method, path, query, date),
    }


def exchange_sign(key: bytes, sid: str, rid: str, rtime: str) -> str:
    text = f"{sid}{rid}{rtime}".encode()
    return base64.b64encode(hmac.digest(key, text, "sha256")).decode()


def exchange_headers(key: bytes, *, sid: str, rid: str, at: datetime) -> Mapping[str, str]:
    """`key`: the short-lived secret, or the app key where that secret is fetched."""
    rtime = str(int(at.timestamp() * 1000))
    return {
        "gjgxjhpt_rid": rid,
        "gjgxjhpt_sid": sid,
        "gjgxjhpt_rtime": rtime,
        "gjgxjhpt_sign": exchange_sign(key, sid, rid, rtime),
    }
