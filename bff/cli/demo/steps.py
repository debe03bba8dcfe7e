"""The journey in the pieces between which a process may die."""

from collections.abc import Awaitable, Callable

from bff.cli.demo import asking, fulfilling
from bff.cli.demo.walk import Walk

Step = Callable[[Walk], Awaitable[object]]
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
