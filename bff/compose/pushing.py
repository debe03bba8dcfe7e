"""The push service (应用推送) behind its port, where the city has one; and what a push says."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from types import MappingProxyType

from adapters.aliyun.client import AliyunProduct, connect
from adapters.push.emas import SYSTEM, VERSION, EmasApp, EmasPush, PushText
from bff.settings import Settings
from domain.invitations.outside import PushMessages
from domain.kernel.ports import Clock
from domain.usecases.tell_holder import HAPPENED

# nobody's name, nothing of the matter: it lies open on a locked phone
TEXTS: Mapping[str, PushText] = MappingProxyType(
    {
        "renewal-due": PushText(
            "有一件事可以办了", "有证照快到期，现在就能申请，全程免费。请打开掌上办查看。"
        ),
        "registration-changed": PushText(
            "有一件事可以办了", "登记信息变更后，有手续可以办理，全程免费。请打开掌上办查看。"
        ),
        **dict.fromkeys(HAPPENED, PushText("您有新的办理通知", "您申办的事项有新的通知。请打开掌上办查看。")),
    }
)


@asynccontextmanager
async def pushing(settings: Settings, now: Clock) -> AsyncIterator[PushMessages | None]:
    """None where no vendor is chosen; its threads end with the block."""
    if not settings.push_vendor:
        yield None
        return
    vendor = settings.push
    product = AliyunProduct(
        connect(vendor.account, vendor.secret, pool_size=4),
        system=SYSTEM,
        base_url=vendor.url,
        version=VERSION,
        loopback=not settings.is_production,
    )
    app = EmasApp(settings.push_apps, settings.push_activity, settings.push_xiaomi_channel)
    try:
        yield EmasPush(product, app=app, texts=TEXTS, clock=now)
    finally:
        product.close()
