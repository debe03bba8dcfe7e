"""The whole ledger read again (留痕账核验): every chain, its head, its leaves, the evidence it quotes.

Of each chain that is not whole the first place is named where it shows. Rows come from the database's own
cursor and never become rows of the ORM: a ledger does not fit into memory.
"""

import hmac
from collections.abc import Callable, Iterator
from uuid import UUID

from adapters.postgres.ledger_queries import CHAINLESS, OF_CASE, SIXTEEN, SUBJECTS, Questions
from adapters.postgres.ledger_reading import FIRST_CHAINS, Connection, few, read_apart, rows
from adapters.postgres.ledger_walk import MISSING, UNHELD, Faults, Held, Walk
from domain.kernel.ports import Cipher
from domain.kernel.refusals import KeyLost
from domain.ledger.anchor import Kept, Recount, Scope
from domain.ledger.entry import LEAF_BYTES, LEAF_KEY, Fault

STRAY, HEADLESS, TAIL = "链外多出记录", "链头缺失", "链尾与链头不符"
REWRITTEN = "与库外检查点不符，记录被改写"
EVIDENCE, CONTENT = "证据与记录不符", "证据内容与摘要不符"
PLACE = "evidence.sealed"
PROGRESS = 20_000  # entries

# subjects, or chains of format 1; None: all there are
Only = list[UUID] | list[int] | None


class PostgresChains:
    """Implements domain.ledger.ports.Chains."""

    def __init__(self, key: bytes, cipher: Cipher) -> None:
        self._key, self._cipher = key, cipher

    async def verify(self, kept: Kept, only: Scope | None, told: Callable[[int], None]) -> Recount:
        gone, held = Faults(), Held(kept.at)
        async with read_apart() as connection:
            scope = await _scope(connection, only)
            await self._compare(connection, kept, scope, (held, gone))
            walk = Walk(self._key, held)
            for asked, chains in scope:
                async for row in rows(connection, asked.entries, {"only": chains}):
                    walk.take(row)
                    if not walk.read % PROGRESS:
                        told(walk.read)
            faults = walk.faults
            faults.add(gone)
            for asked, chains in scope:
                await _compare_heads(connection, asked, chains, faults)
            if only is None:
                for (number,) in await few(connection, CHAINLESS):
                    if number is not None:
                        faults.note(0, number, STRAY)
        _look_again(kept, walk, faults)
        told(walk.read)
        return Recount(walk.read, held.count, faults.all())

    async def verify_contents(self, only: Scope | None) -> tuple[Fault, ...]:
        faults = Faults()
        async with read_apart() as connection:
            for asked, chains in await _scope(connection, only):
                async for chain, number, evidence, *kept in rows(
                    connection, asked.contents, {"only": chains}
                ):
                    if not self._is_what_it_was(evidence, *kept):
                        faults.note(chain, number, CONTENT)
        return faults.all()

    def _is_what_it_was(self, evidence: UUID, salt: bytes, digest: bytes, sealed: bytes) -> bool:
        try:
            content = self._cipher.open(PLACE, evidence, sealed)
        except (KeyLost, ValueError):  # no key, or not what was sealed
            return False
        return hmac.compare_digest(hmac.digest(salt, content, "sha256"), digest)

    async def _compare(
        self,
        connection: Connection,
        kept: Kept,
        scope: list[tuple[Questions, Only]],
        found: tuple[Held, Faults],
    ) -> None:
        """Each leaf outside with its entry: cut off, dropped, or rewritten by somebody who has the key."""
        held, gone = found
        wanted = _names(scope)
        heads = b"".join(head.packed() for head in kept.heads)
        await _stand(connection, [one for one in _each(heads) if wanted is None or one[:16] in wanted], gone)
        for chunk in kept.leaves():
            some = [leaf for leaf in _each(chunk) if wanted is None or leaf[:16] in wanted]
            for leaf in some:
                held.add(leaf[:16], int.from_bytes(leaf[16:LEAF_KEY], "big"))
            await _stand(connection, some, gone)
        gappy = held.gappy()
        for chunk in kept.leaves() if gappy else ():
            for leaf in _each(chunk):
                if leaf[:16] in gappy:
                    held.add_each(leaf[:16], int.from_bytes(leaf[16:LEAF_KEY], "big"))


async def _scope(connection: Connection, only: Scope | None) -> list[tuple[Questions, Only]]:
    """Which chains are asked about: those of format 1 too when the case has steps there."""
    if only is None:
        return [(SIXTEEN, None), (SUBJECTS, None)]
    named = {"case": only.case, "matter": only.matter}
    first = [chain for (chain,) in await few(connection, OF_CASE, named)]
    return [(SIXTEEN, first), (SUBJECTS, [only.case, only.matter])]


def _names(scope: list[tuple[Questions, Only]]) -> frozenset[bytes] | None:
    """The chains as checkpoints name them; None: all."""
    names = set()
    for _, chains in scope:
        if chains is None:
            return None
        names |= {(chain if isinstance(chain, UUID) else UUID(int=chain)).bytes for chain in chains}
    return frozenset(names)


async def _stand(connection: Connection, leaves: list[bytes], gone: Faults) -> None:
    first = [leaf for leaf in leaves if int.from_bytes(leaf[:16], "big") < FIRST_CHAINS]
    later = leaves if not first else [leaf for leaf in leaves if leaf not in set(first)]
    for asked, some in ((SIXTEEN, first), (SUBJECTS, later)):
        if not some:
            continue
        keys = [leaf[15] if asked is SIXTEEN else UUID(bytes=leaf[:16]) for leaf in some]
        numbers = [int.from_bytes(leaf[16:LEAF_KEY], "big") for leaf in some]
        values = [keys, numbers, [leaf[LEAF_KEY:] for leaf in some]]
        for chain, number, is_missing in await few(connection, asked.leaves, values):
            gone.note(chain, number, MISSING if is_missing else REWRITTEN)


async def _compare_heads(connection: Connection, asked: Questions, chains: Only, faults: Faults) -> None:
    values = {"only": chains}
    for chain, last, number in await few(connection, asked.ends, values):
        is_short = last < number
        faults.note(chain, last + 1 if is_short else number, MISSING if is_short else TAIL)
    for chain, number, is_headless in await few(connection, asked.strays, values):
        faults.note(chain, number, HEADLESS if is_headless else STRAY)
    for chain, number in await few(connection, asked.quoted, values):
        faults.note(chain, number, EVIDENCE)


def _look_again(kept: Kept, walk: Walk, faults: Faults) -> None:
    """What was left out of the checkpoints: not what entered them while we read, nor what was rewritten."""
    late = {(name, number) for _, name, number in walk.left_out}
    for chunk in kept.again() if late else ():
        late -= {(leaf[:16], int.from_bytes(leaf[16:LEAF_KEY], "big")) for leaf in _each(chunk)}
    blamed = frozenset(fault.chain for fault in faults.all())
    for chain, name, number in walk.left_out:
        if (name, number) in late and chain not in blamed:
            faults.note(chain, number, UNHELD)


def _each(leaves: bytes) -> Iterator[bytes]:
    return (leaves[at : at + LEAF_BYTES] for at in range(0, len(leaves), LEAF_BYTES))
