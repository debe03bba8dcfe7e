"""The vendor's face page (刷脸页): what stands behind CertifyUrl, buttons instead of a camera."""

from html import escape

CHOICES = (("200", "模拟：本人通过", "go"), ("204", "模拟：不是本人", ""), ("cancel", "取消", "quiet"))
STYLE = """
body{margin:0;font:17px/1.5 -apple-system,"PingFang SC","Noto Sans CJK SC",sans-serif;
background:#fff;color:#1f1f1f}
main{max-width:420px;margin:0 auto;padding:24px 20px;text-align:center}
.ring{width:220px;height:220px;margin:24px auto;border:6px solid #1677ff;border-radius:50%;background:#f0f4fa;
display:flex;align-items:center;justify-content:center;color:#5c6b80}
button{display:block;width:100%;margin:12px 0;padding:14px;font:inherit;border-radius:8px;
border:1px solid #1559c0;background:#fff;color:#1559c0}
button.go{background:#1559c0;color:#fff}button.quiet{border-color:#fff;color:#595959}
small{color:#595959}
"""


def capture(certify_id: str) -> str:
    buttons = "".join(
        f'<button class="{look}" name="choice" value="{value}">{words}</button>'
        for value, words, look in CHOICES
    )
    return _page(
        "人脸识别",
        "<h1>人脸识别</h1><p>请正对手机，保持光线充足</p>"
        '<div class="ring" role="img" aria-label="取景框">取景框</div>'
        '<form method="post" action="/h5/submit">'
        f'<input type="hidden" name="certifyId" value="{escape(certify_id)}">{buttons}</form>'
        "<small>沙箱：不打开摄像头，不采集人脸</small>",
    )


def notice(words: str) -> str:
    return _page("人脸识别", f"<h1>{escape(words)}</h1><p>请返回原页面重新发起认证</p>")


def _page(title: str, inner: str) -> str:
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{STYLE}</style></head><body><main>{inner}</main></body></html>"
    )
