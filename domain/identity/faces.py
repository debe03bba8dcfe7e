"""Who may compare a face where (实人认证渠道): which vendors a front can use, in this office's order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from domain.identity.check import Verifier
from domain.identity.outside import FaceVerifier
from domain.kernel.party import Channel
from domain.kernel.refusal import Unavailable

POSSIBLE: Mapping[Channel, frozenset[Verifier]] = MappingProxyType(
    {
        Channel.H5: frozenset({Verifier.ALIYUN, Verifier.TENCENT}),
        # Aliyun lists no channel for it, and Tencent's page is not shown in a web-view there
        Channel.MINI_PROGRAM: frozenset({Verifier.WECHAT}),
    }
)
KEPT: Mapping[Verifier, timedelta | None] = MappingProxyType(
    {Verifier.TENCENT: timedelta(days=3), Verifier.WECHAT: None}
)
"""Who cannot be asked to delete, and how long they say they keep a result; None: by rules of their own that
name no days. The consent says so too."""


@dataclass(frozen=True, slots=True)
class Faces:
    """`by`: the vendors this office can ask; `order`: who may open a check, the preferred one first."""

    by: Mapping[Verifier, FaceVerifier]
    order: tuple[Verifier, ...]

    def possible(self, channel: Channel) -> tuple[Verifier, ...]:
        """Who may open one there, in order; nobody on a front that compares no face."""
        return tuple(one for one in self.order if one in POSSIBLE.get(channel, frozenset()))

    def of(self, verifier: Verifier) -> FaceVerifier:
        """The vendor that opened a check, and alone knows of it.

        Raises Unavailable: the office has no contract with it any more.
        """
        if verifier not in self.by:
            raise Unavailable("face", "vendor-not-set")
        return self.by[verifier]
