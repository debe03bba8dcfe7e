"""What is said to whoever asks for a code by text message (验证码): the same for every number."""

from bff.http.boundary import View
from domain.identity.sign_in_code import ALLOWED, LIFE


class CodeAskedView(View, frozen=True):
    seconds: int
    again_after: int


ASKED = CodeAskedView(int(LIFE.total_seconds()), int(ALLOWED[0][0].total_seconds()))
