"""The device (设备) behind a request: a cookie of its own, and how it is named to its person.

Of the User-Agent nothing is kept but words from these tables.
"""

from sanic.response import HTTPResponse

from bff.http.request import Ask, office
from domain.identity.session import Device

COOKIE, PATH = "palm_device", "/v1/citizen"
SECONDS = 400 * 24 * 3600  # the longest a browser keeps any
MACHINES = (
    ("HarmonyOS", "鸿蒙手机"),
    ("iPad", "苹果平板"),
    ("iPhone", "苹果手机"),
    ("Android", "安卓手机"),
    ("Windows", "Windows 电脑"),
    ("Macintosh", "苹果电脑"),
    ("Linux", "Linux 电脑"),
)
PROGRAMS = (
    ("MicroMessenger", "微信"),
    ("AlipayClient", "支付宝"),
    ("Edg", "Edge 浏览器"),
    ("UCBrowser", "UC 浏览器"),
    ("MQQBrowser", "QQ 浏览器"),
    ("HuaweiBrowser", "华为浏览器"),
    ("MiuiBrowser", "小米浏览器"),
    ("Firefox", "Firefox 浏览器"),
    ("Chrome", "Chrome 浏览器"),
    ("Safari", "Safari 浏览器"),
)


def device_of(request: Ask) -> Device:
    """Which device asks, as far as its cookie tells; in the mini-program the account says it instead."""
    secret = request.ctx.new_device or request.cookies.get(COOKIE) or ""
    return office(request).sessions.name_device(secret, words_of(request))


def known_from_now_on(request: Ask) -> None:
    """A device that has no cookie is given one with this answer (`with_device`)."""
    if not device_of(request).key:
        request.ctx.new_device = office(request).sessions.name_device.secret()


def with_device(request: Ask, answer: HTTPResponse) -> HTTPResponse:
    """Where a sign-in begins; what comes after finds the device by its cookie."""
    if secret := request.ctx.new_device:
        cookie = f"{COOKIE}={secret}; HttpOnly; Secure; SameSite=Strict; Path={PATH}; Max-Age={SECONDS}"
        answer.headers.add("Set-Cookie", cookie)
    return answer


def words_of(request: Ask) -> str:
    """«苹果手机 · 微信»; empty for what no table knows."""
    agent = request.headers.get("user-agent", "")
    named = (next((words for mark, words in table if mark in agent), "") for table in (MACHINES, PROGRAMS))
    return " · ".join(word for word in named if word)
