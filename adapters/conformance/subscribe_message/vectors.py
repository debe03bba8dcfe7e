"""The platform's own printed samples of its secure mode (消息推送样例): signature, sealing, an address tried.

Source: developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html, read 2026-11-21.
"""

import json
from datetime import UTC, datetime

from adapters.conformance.expectation import holds, same, signature_wrong
from adapters.conformance.wechat.memory import MemoryNonces
from adapters.wechat.pushes import WechatPushes
from adapters.wechat.secure_mode import PushKeys

KEYS = PushKeys(token="AAAAA", encoding_key="A" * 43, appid="wxba5fad812f8e6fb9")  # noqa: S106 - printed there
ENCRYPT = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsX"
    "UnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajA"
    "sjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04="
)
SIGNATURE = "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"
SEALED_QUERY = {"timestamp": "1714112445", "nonce": "415670741", "msg_signature": SIGNATURE}
SEALED_BODY = json.dumps({"Encrypt": ENCRYPT}).encode()
TRIAL = {
    "signature": "f464b24fc39322e44b38aa78f5edd27bd1441696",
    "timestamp": "1714036504",
    "nonce": "1514711492",
    "echostr": "4375120948345356249",
}
REPLY = "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
REPLY_SIGNATURE = "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"


def samples_are_signed_as_they_say() -> None:
    trial, plain = (TRIAL["timestamp"], TRIAL["nonce"]), ("1714037059", "486452656")

    holds(KEYS.is_signed(TRIAL["signature"], *trial), "the trial of the address")
    holds(KEYS.is_signed("899cf89e464efb63f54ddac96b0a0a235f53aa78", *plain), "the plain push")
    holds(KEYS.is_signed(SIGNATURE, "1714112445", "415670741", ENCRYPT), "the sealed push")
    holds(KEYS.is_signed(REPLY_SIGNATURE, "1713424427", "415670741", REPLY), "the sealed reply")


def samples_are_read() -> None:
    message = KEYS.decrypt(ENCRYPT)

    same(len(message), 167, "the length of the push")
    holds(json.loads(message)["ToUserName"], "it says to whom")
    same(KEYS.decrypt(REPLY), b'{"demo_resp":"good luck"}', "the reply")


def the_trial_is_answered() -> None:
    pushes = _reader(TRIAL["timestamp"])

    same(pushes.check_url(TRIAL), TRIAL["echostr"], "the echo")
    for wrong in (
        {"signature": "0" * 40},
        {"nonce": "1514711493"},
        {"timestamp": "1714036505"},
        {"echostr": "<script>"},
        {"echostr": ""},
    ):
        with signature_wrong():
            pushes.check_url(TRIAL | wrong)
    with signature_wrong():
        _reader("1767323045").check_url(TRIAL)


async def the_sealed_sample_tells_nothing_of_ours() -> None:
    same(await _reader(SEALED_QUERY["timestamp"]).parse(SEALED_QUERY, SEALED_BODY), (), "the events")


def then() -> datetime:
    """When the sealed sample was sent."""
    return datetime.fromtimestamp(int(SEALED_QUERY["timestamp"]), UTC)


def _reader(stamp: str) -> WechatPushes:
    then = datetime.fromtimestamp(int(stamp), UTC)
    return WechatPushes(KEYS, clock=lambda: then, nonces=MemoryNonces())
