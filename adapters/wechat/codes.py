"""What the platform's error codes (errcode) mean for us: data, read by wire.py.

Source: developers.weixin.qq.com/miniprogram/dev/server/API/ (stable_token, code2Session, getPhoneNumber,
subscribe/send, face, generate_urllink, getwxacodeunlimit) and doc/service/api (template/send), read
2026-11-21 and 22. No vendor endpoint was contacted.
"""

from collections.abc import Mapping
from types import MappingProxyType

DONE = 0
BUSY = -1
TOKEN_BAD = frozenset({40001, 40014, 42001})  # refused with it, so nothing was done
MINUTE_QUOTA, DAY_QUOTAS = 45011, frozenset({45009, 44993})  # 44993: half a million links a day, both kinds
CONCURRENT = 43108  # another message to the same user was on its way
CROWDED = frozenset({CONCURRENT, 43117, 44990})  # 43117: too often to one account; 44990: 100 links a second

OPERATOR = frozenset(
    {
        40013,  # appid
        40125,  # secret
        40164,  # our address is not on the platform's list
        43107,  # the capability or the template was taken from us
        48001,  # no permission for this API
        50002,  # the account is restricted
        85079,  # links and codes: no released version
        89503,  # our address waits for the administrator's yes
        89506,
        89507,
    }
)
"""An operator must act; the same call is refused until then."""

REASONS: Mapping[str, Mapping[int, str]] = MappingProxyType(
    {
        # 40163, a code used before, is known from the community only
        "/sns/jscode2session": {40029: "code", 40163: "code", 40226: "blocked"},
        "/wxa/business/getuserphonenumber": {40029: "code"},
        "/cgi-bin/message/subscribe/send": {43101: "no-credit"},
        "/cgi-bin/message/template/send": {43004: "not-following"},
    }
)
"""Our word for a refusal a use case must tell from the others; elsewhere the code itself is the reason."""
