"""One text message, as the tests of Aliyun send it."""

from adapters.aliyun.client import AliyunProduct
from adapters.sms.aliyun import AliyunSms
from adapters.sms.texts import SmsTemplate
from domain.kernel.personal import Phone

PHONE = Phone("19900000101")
VALUES = {"code": "123 456 789"}


def texting(product: AliyunProduct) -> AliyunSms:
    return AliyunSms(
        product, sign_name="某市政务", templates={"invite": SmsTemplate("SMS_0001", "办理码${code}。")}
    )


async def send(sms: AliyunSms) -> None:
    await sms.send(PHONE, "invite", VALUES, out_id="n-1")
