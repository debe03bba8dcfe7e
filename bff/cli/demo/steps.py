"""The journeys in the pieces between which a process may die."""

from collections.abc import Awaitable, Callable

from bff.cli.demo import asking, bundle, fulfilling
from bff.cli.demo.mini_program import MiniProgram
from bff.cli.demo.walk import Walk

Step = Callable[[Walk], Awaitable[object]]
BundleStep = Callable[[MiniProgram], Awaitable[object]]
STEPS: tuple[tuple[str, Step], ...] = (
    ("研判签发", asking.sign_off),
    ("推送", asking.notice),
    ("身份认证", asking.identity),
    ("首页", asking.arrive),
    ("意向", asking.say_yes),
    ("申报确认", asking.confirm),
    ("回收", fulfilling.collected),
    ("办结", fulfilling.decided),
    ("送达", fulfilling.delivered),
    ("亮证核验", fulfilling.show),
    ("评价", fulfilling.rate),
)
OPENING: tuple[tuple[str, BundleStep], ...] = (
    ("推送", MiniProgram.notified),
    ("微信登录", MiniProgram.log_in),
)
TO_THE_END: tuple[tuple[str, BundleStep], ...] = (
    ("身份认证", lambda phone: phone.prove(matter=phone.walk.matter)),
    ("首页", lambda phone: asking.arrive(phone.walk)),
    ("意向", lambda phone: bundle.say_yes_to_all(phone.walk)),
    ("申报确认", lambda phone: bundle.confirm_once(phone.walk)),
    ("办结", lambda phone: bundle.decided(phone.walk, phone.walk.cases)),
)
"""By whoever acts for the enterprise: the representative, or their agent."""
BUNDLE_STEPS: tuple[tuple[str, BundleStep], ...] = (
    *OPENING,
    *TO_THE_END,
    ("亮证", lambda phone: bundle.cards(phone.walk)),
    ("评价", lambda phone: bundle.rate_all(phone.walk, phone.walk.cases)),
)
"""After the list was signed, which signs for everybody."""
