"""What the SMS operators post to us: the address is the secret, nothing in it is signed.

Source: help.aliyun.com smsreport-2, smsup-http, read 2026-11-21; cloud.tencent.com/document/api/382/{43547,
59179}, read 2026-11-22: each wants HTTP 200 and its own words, else it comes again.
"""

from hmac import compare_digest

from sanic import Blueprint
from sanic.response import HTTPResponse

from bff.http.boundary import reply
from bff.http.request import Ask, Audience, office
from domain.kernel.party import Level
from domain.kernel.refusals import NotFound

bp = Blueprint("sms_callbacks", url_prefix="/v1/callbacks")
TAKEN = {"code": 0, "msg": "接收成功"}
TAKEN_BY_TENCENT = {"result": 0, "errmsg": "OK"}


@bp.post("/aliyun-sms/<secret:str>/reports", ctx_audience=Audience.VENDOR, ctx_level=Level.NONE)
async def receive_sms_reports(request: Ask, secret: str) -> HTTPResponse:
    """POST /v1/callbacks/aliyun-sms/{secret}/reports. 200 once every report is kept."""
    _check(request, secret)
    await office(request).notices.receive_sms_reports("aliyun", request.body)
    return reply(TAKEN)


@bp.post("/aliyun-sms/<secret:str>/replies", ctx_audience=Audience.VENDOR, ctx_level=Level.NONE)
async def receive_sms_replies(request: Ask, secret: str) -> HTTPResponse:
    """POST /v1/callbacks/aliyun-sms/{secret}/replies. 200 once every reply is kept."""
    _check(request, secret)
    await office(request).notices.receive_sms_replies("aliyun", request.body)
    return reply(TAKEN)


@bp.post("/tencent-sms/<secret:str>/reports", ctx_audience=Audience.VENDOR, ctx_level=Level.NONE)
async def receive_tencent_sms_reports(request: Ask, secret: str) -> HTTPResponse:
    """POST /v1/callbacks/tencent-sms/{secret}/reports. 200 once every report is kept."""
    _check(request, secret)
    await office(request).notices.receive_sms_reports("tencent", request.body)
    return reply(TAKEN_BY_TENCENT)


@bp.post("/tencent-sms/<secret:str>/replies", ctx_audience=Audience.VENDOR, ctx_level=Level.NONE)
async def receive_tencent_sms_replies(request: Ask, secret: str) -> HTTPResponse:
    """POST /v1/callbacks/tencent-sms/{secret}/replies. 200 once the reply is kept."""
    _check(request, secret)
    await office(request).notices.receive_sms_replies("tencent", request.body)
    return reply(TAKEN_BY_TENCENT)


def _check(request: Ask, secret: str) -> None:
    """Raises NotFound: who does not know the address finds nothing there."""
    if not compare_digest(secret.encode(), office(request).notices.sms_callback_secret.encode()):
        raise NotFound
