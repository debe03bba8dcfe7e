"""A face vendor that fails is left alone for a while (熔断): people are sent to the next, or told at once."""

import time
from collections.abc import Callable

import structlog

from domain.gateway.breaker import Breaker, BreakerState, Pass
from domain.gateway.plan import BreakerPlan
from domain.identity.outside import FaceSession, FaceVerdict, FaceVerifier
from domain.kernel.personal import DocumentNumber, PersonName
from domain.kernel.refusal import Refused, Unavailable, Unknown

log = structlog.get_logger(__name__)
PLAN = BreakerPlan(window_seconds=60.0, least_calls=4, bad_percent=50, slow_seconds=5.0, rest_seconds=30.0)
"""People open few checks a minute: four within one are enough to judge by, and half a minute is soon over."""


class RestingFace:
    """Implements FaceVerifier around one vendor, called `name` in the log; `monotonic`: seconds that never go
    back.

    Only opening is held back, and one opening is let through to try. A verdict can be had from nobody else.
    """

    def __init__(
        self,
        face: FaceVerifier,
        *,
        name: str,
        plan: BreakerPlan = PLAN,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._face, self._name, self._monotonic = face, name, monotonic
        self.breaker = Breaker(plan, monotonic)

    async def open(
        self,
        name: PersonName,
        number: DocumentNumber,
        *,
        order_no: str,
        meta_info: str,
        return_url: str,
        callback_url: str,
        callback_token: str,
    ) -> FaceSession:
        admitted = self.breaker.admit()
        if admitted is None:
            raise Unavailable("face", "resting")
        began, is_good = self._monotonic(), True
        try:
            return await self._face.open(
                name,
                number,
                order_no=order_no,
                meta_info=meta_info,
                return_url=return_url,
                callback_url=callback_url,
                callback_token=callback_token,
            )
        except (Unavailable, Unknown):
            is_good = False
            raise
        except Refused:  # an answer like another
            raise
        except BaseException:  # the person went away, or a mistake of ours: nothing is known of the vendor
            self.breaker.untold(admitted)
            admitted = None
            raise
        finally:
            if admitted is not None:
                self._told(admitted, is_good=is_good, seconds=self._monotonic() - began)

    async def verdict(self, reference: str) -> FaceVerdict:
        return await self._face.verdict(reference)

    async def forget(self, reference: str) -> None:
        await self._face.forget(reference)

    def _told(self, admitted: Pass, *, is_good: bool, seconds: float) -> None:
        before = self.breaker.state
        self.breaker.told(admitted, is_good=is_good, seconds=seconds)
        if self.breaker.state is before:
            return
        if self.breaker.state is BreakerState.OPEN:
            log.warning("face-vendor-rests", vendor=self._name, seconds=self.breaker.retry_after)
        else:
            log.info("face-vendor-is-back", vendor=self._name)
