"""Recognise the phone account (手机号账号) that opens a check: a token of ours for one, and nothing else."""

from dataclasses import dataclass

from domain.identity.ports import AccessTokens, AccountClaims
from domain.identity.session import SessionEnded
from domain.kernel.ids import AccountId


@dataclass(frozen=True, slots=True)
class RecogniseAccount:
    tokens: AccessTokens

    def __call__(self, account_token: str) -> AccountId:
        """Raises SessionEnded for a token of any other kind, too."""
        claims = self.tokens.read(account_token)
        if not isinstance(claims, AccountClaims):
            raise SessionEnded
        return claims.account
