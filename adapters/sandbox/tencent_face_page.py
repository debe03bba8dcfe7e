"""The vendor's face page (核身页): what stands behind DetectAuth's Url, buttons instead of a camera."""

from html import escape

CHOICES = (
    ("0", "模拟：本人通过"),
    ("FailedOperation.CompareLowSimilarity", "模拟：不是本人"),
    ("1201", "模拟：光线太暗"),
    ("cancel", "取消"),
)


def capture(token: str) -> str:
    buttons = "".join(
        f'<p><button name="choice" value="{value}">{words}</button></p>' for value, words in CHOICES
    )
    return _page(
        "<h1>人脸核身</h1><p>沙箱：不打开摄像头，不采集人脸</p>"
        '<form method="post" action="/detect/submit">'
        f'<input type="hidden" name="token" value="{escape(token)}">{buttons}</form>'
    )


def notice(words: str) -> str:
    return _page(f"<h1>{escape(words)}</h1><p>请返回原页面重新发起</p>")


def _page(inner: str) -> str:
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>人脸核身</title></head><body><main>{inner}</main></body></html>"
    )
