"""What the ledger asks of who takes a yes, put together."""

from adapters.postgres.ledger_anchors import PostgresAnchors
from bff.compose.core import Core
from domain.usecases.require_anchor import RequireAnchor


def require_anchor(core: Core) -> RequireAnchor:
    return RequireAnchor(PostgresAnchors(core.new_id), core.anchored_within, core.now)
