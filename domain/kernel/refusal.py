"""The root of every «no» this office can give."""

from collections.abc import Mapping
from typing import ClassVar

from domain.kernel import told


class Refusal(Exception):
    """A named no.

    `code` is public and never changes; `title` is what the person reads; `advice` says what they can do;
    `str(refusal)` is for operators, holds ids only and is not sent out; `data` is added to the answer.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    advice: ClassVar[str] = ""

    def __init__(self, *args: object, **data: object) -> None:
        super().__init__(*args)
        self.data: Mapping[str, object] = data


class Outward(Refusal):
    """What an outside system did to us: the three kinds of every adapter stand below."""

    system: str

    def __init__(self, system: str, reason: str, **data: object) -> None:
        """`system` names the port («sms»), `reason` is the vendor's own code; what is no code is «other»."""
        self.system, self.reason = system, told.code(reason)
        super().__init__(f"{system}: {self.reason}", **data)


class Refused(Outward):
    """Final: the same call would be refused again."""

    code, title = "outside-refused", "外部系统拒绝了这次请求"
    advice = "请稍后再试；仍不行可到窗口办理或拨打12345"


class Unavailable(Outward):
    """Not accepted, and known not to be: trying later is safe."""

    code, title = "outside-unavailable", "外部系统暂时不可用"
    advice = "请稍后再试，已填写的内容都已保存"


class Unknown(Outward):
    """It may have happened. Ask the outside system by our own number before anything is sent again."""

    code, title = "outside-unknown", "外部系统的结果正在核实"
    advice = "请不要重复提交，核实后会更新进度"
