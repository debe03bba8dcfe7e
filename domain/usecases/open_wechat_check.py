"""Open a face check in the mini-program (微信实人认证): on the account that asks, by our own record."""

import json
from dataclasses import dataclass, replace

from domain.identity.session import SessionEnded
from domain.identity.visitor import Visitors
from domain.kernel.ids import VisitorId
from domain.kernel.ports import RequestKey
from domain.usecases.open_identity_check import CheckOpened, CheckRequest, OpenIdentityCheck


@dataclass(frozen=True, slots=True)
class OpenWechatCheck:
    visitors: Visitors
    open_check: OpenIdentityCheck

    async def __call__(self, request: RequestKey, asked: CheckRequest, visitor: VisitorId) -> CheckOpened:
        """The vendor binds the check to this account: nobody finishes it on another. Raises as
        OpenIdentityCheck, and SessionEnded."""
        found = await self.visitors.by_id(visitor)
        if found is None:
            raise SessionEnded
        meta_info = json.dumps({"openid": found.openid.reveal()})
        return await self.open_check(request, replace(asked, meta_info=meta_info, visitor=visitor))
