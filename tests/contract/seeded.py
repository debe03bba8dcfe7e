"""Faults an adapter could have (植入缺陷), each put around a good one: its port's suite has to find them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from adapters.conformance.suite import Part
from domain.identity.outside import FaceVerdict
from domain.invitations.outside import MessageReceipt
from domain.kernel.callbacks import SignatureWrong
from domain.kernel.refusal import Refused, Unavailable, Unknown
from domain.licences.outside import BankStatus
from domain.shipments.outside import CourierNews, ParcelState


class Around:
    """The port as it is, but for what a fault changes."""

    touches = ""  # a method of the port; any other adapter of the kit stays as it is

    def __init__(self, port: Any) -> None:
        self.port = port

    def __getattr__(self, name: str) -> Any:
        return getattr(self.port, name)


class OrdersAgainWhenNobodyKnows(Around):
    touches = "order"

    async def order(self, order: Any) -> Any:
        try:
            return await self.port.order(order)
        except Unknown:
            return await self.port.order(replace(order, order_no=f"{order.order_no[:-1]}x"))


class TakesTheNeighboursHandForTheReceivers(Around):
    touches = "track"

    async def track(self, *where: Any, **more: Any) -> Any:
        events = await self.port.track(*where, **more)
        return tuple(
            replace(event, state=ParcelState.DELIVERED_SELF)
            if event.state in (ParcelState.DELIVERED_OTHER, ParcelState.PARKED)
            else event
            for event in events
        )


class BelievesWhatNobodySigned(Around):
    touches = "parse"

    def parse(self, *posted: Any, **more: Any) -> Any:
        try:
            return self.port.parse(*posted, **more)
        except SignatureWrong:
            return CourierNews()


class CallsAYesWhateverTheFaceWas(Around):
    touches = "verdict"

    async def verdict(self, reference: str) -> FaceVerdict:
        told = await self.port.verdict(reference)
        return FaceVerdict("passed") if told.outcome == "failed" else told


class CallsANoWhoeverIsStillBeforeTheCamera(Around):
    touches = "verdict"

    async def verdict(self, reference: str) -> FaceVerdict:
        told: FaceVerdict = await self.port.verdict(reference)
        return FaceVerdict("failed", "risk") if told.outcome == "pending" else told


class TextsAgainWhenNobodyKnows(Around):
    touches = "send"

    async def send(self, *given: Any, **more: Any) -> Any:
        try:
            return await self.port.send(*given, **more)
        except Unknown:
            return await self.port.send(*given, **more)


class PushesUnderANumberOfItsOwn(Around):
    """Which is no repeat to the service: a second push."""

    touches = "send"

    async def send(self, *given: Any, out_id: str, **more: Any) -> Any:
        self.tried = getattr(self, "tried", 0) + 1
        return await self.port.send(*given, out_id=f"{out_id[:-1]}{self.tried}", **more)


class CallsEveryLicenceValid(Around):
    touches = "status"

    async def status(self, *given: Any, **more: Any) -> BankStatus:
        await self.port.status(*given, **more)
        return BankStatus.VALID


class TurnsTheScaleAround(Around):
    touches = "hand_over"

    async def hand_over(self, evaluation: Any) -> Any:
        return await self.port.hand_over(replace(evaluation, satisfaction=6 - evaluation.satisfaction))


class FilesAgainUnderAnotherNumber(Around):
    touches = "file"

    async def file(self, filing: Any) -> Any:
        try:
            return await self.port.file(filing)
        except Unknown:
            return await self.port.file(replace(filing, biz_no=f"{filing.biz_no[:-1]}9"))


def told_as(method: str, kind: type[Exception], instead: Callable[[Any], Any]) -> type[Around]:
    """What `method` raises as `kind` becomes what `instead` makes of it: another outcome, or an answer."""

    class Told(Around):
        touches = method

        def __getattr__(self, name: str) -> Any:
            found = getattr(self.port, name)
            if name != method:
                return found

            async def call(*given: Any, **more: Any) -> Any:
                try:
                    return await found(*given, **more)
                except kind as error:
                    made = instead(error)
                    if isinstance(made, Exception):
                        raise made from None
                    return made

            return call

    return Told


def as_unavailable(error: Any) -> Exception:
    return Unavailable(error.system, error.reason)


def as_unknown(error: Any) -> Exception:
    return Unknown(error.system, error.reason)


def as_refused(error: Any) -> Exception:
    return Refused(error.system, error.reason)


@dataclass(frozen=True)
class Seed:
    """`found_in`: the part of the suite whose business it is."""

    name: str
    kind: str
    vendor: str
    fault: type[Around]
    found_in: Part

    def around(self, port: Any) -> Any:
        return self.fault(port) if hasattr(port, self.fault.touches) else port


SEEDS = (
    Seed("orders again when nobody knows", "courier", "kuaidi100", OrdersAgainWhenNobodyKnows, Part.UNKNOWN),
    Seed(
        "takes the neighbour's hand for the receiver's",
        *("courier", "sf"),
        TakesTheNeighboursHandForTheReceivers,
        Part.HAPPY,
    ),
    Seed("believes what nobody signed", "courier", "kuaidi100", BelievesWhatNobodySigned, Part.CALLBACKS),
    Seed(
        "calls a lost order one that was not taken",
        *("courier", "sf"),
        told_as("order", Unknown, as_unavailable),
        Part.FAULTS,
    ),
    Seed(
        "gives a busy courier up for good",
        *("courier", "kuaidi100"),
        told_as("order", Unavailable, as_refused),
        Part.REFUSALS,
    ),
    Seed("calls a yes whatever the face was", "face", "aliyun", CallsAYesWhateverTheFaceWas, Part.REFUSALS),
    Seed(
        "calls a no whoever is still before the camera",
        *("face", "tencent"),
        CallsANoWhoeverIsStillBeforeTheCamera,
        Part.HAPPY,
    ),
    Seed("texts again when nobody knows", "sms", "aliyun", TextsAgainWhenNobodyKnows, Part.UNKNOWN),
    Seed(
        "takes an operator's no for a fault that passes",
        *("sms", "tencent"),
        told_as("send", Refused, as_unavailable),
        Part.REFUSALS,
    ),
    Seed("pushes under a number of its own", "push", "emas", PushesUnderANumberOfItsOwn, Part.IDEMPOTENCY),
    Seed(
        "writes to somebody who never allowed it and calls it sent",
        *("subscribe-message", "wechat"),
        told_as("send", Refused, lambda _: MessageReceipt("wechat", "1")),
        Part.HAPPY,
    ),
    Seed("calls every licence valid", "licence-bank", "shandong", CallsEveryLicenceValid, Part.REFUSALS),
    Seed("turns the scale around", "rating", "province", TurnsTheScaleAround, Part.HAPPY),
    Seed(
        "files again under another number",
        *("approval", "envelope"),
        FilesAgainUnderAnotherNumber,
        Part.UNKNOWN,
    ),
    Seed(
        "hands out a document whose seal is broken",
        *("approval", "envelope"),
        told_as("fetch", Refused, lambda _: b"%PDF-1.4"),
        Part.REFUSALS,
    ),
)
