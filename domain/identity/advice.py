"""What a person can do after a face check that did not pass (认证未通过), by our word for the cause."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.identity.outside import Cause
from domain.identity.ways import HOPELESS

ADVICE: Mapping[Cause, str] = MappingProxyType(
    {
        "mismatch": "姓名与身份证号码不一致，请对照身份证逐字核对。",
        "not_found": "没有查到这个身份证号码，请核对；如号码无误，请选择窗口办理。",
        "no_photo": "权威库中没有可以比对的照片，再刷也不会通过，请换一种办法，或选择窗口办理。",
        "no_source": "权威库中没有能拿来比对的信息，再刷多半不会通过。请核对姓名和号码；都对，就换一种办法。",
        "other_face": "未能确认是您本人，请摘下眼镜、口罩和帽子，露出五官，正对镜头重试。",
        "liveness": "没有看清您的动作，请到光线充足、不背光的地方，按提示眨眼或转头。",
        "risk": "这台手机的环境有风险，请关闭录屏或翻录软件，或换一台手机重试。",
        "source": "比对系统暂时没有回应，不是您的问题，请过一会儿再试，或换一种办法。",
        "elements": "银行没有确认这四项是同一个人的，请核对姓名、身份证号码、卡号和银行预留的手机号。",
        "credential": "没有确认是您本人的网号，请用您自己的网号重试。",
        "abandoned": "上次刷脸没有做完，请重新开始，并在半小时内完成。",
        "cancelled": "您在刷脸时取消了，没有任何影响。可以再刷一次，也可以换一种办法。",
        "device": "这台手机或浏览器刷不了脸，请允许使用相机，或换一台手机、换手机自带的浏览器重试。",
        "too_many": "您今天刷脸的次数太多，比对系统今天不再受理，请明天再试，或换一种办法。",
        "unclear": "未能确认是您本人，请在光线充足处重试，或换一种办法。",
    }
)
FALLBACK = "未能确认是您本人，请在光线充足处重试，或选择窗口办理。"
NO_COUNT = HOPELESS | {"too_many"}  # where tries that are left change nothing


def advice(cause: str, left: int) -> str:
    """The sentence for `cause`, and how many tries are `left` today where another try can help."""
    sentence = next((text for known, text in ADVICE.items() if known == cause), FALLBACK)
    if cause in NO_COUNT:
        return sentence
    return sentence + (f"今天还可再试{left}次。" if left else "今天的次数已用完，可预约窗口办理。")
