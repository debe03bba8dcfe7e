"""`palm serve`: one process, started by hand, the demonstration or an operator."""

import socket

from adapters.embedded.ports import free_port_or_fail
from bff import logs
from bff.compose.now import today
from bff.compose.servers import refuse_unsafe_database, refuse_unusable_ring, servers
from bff.compose.shipped import catalogue
from bff.log_folder import kept_lines
from bff.settings import Settings


def serve(settings: Settings) -> None:
    """Answer HTTP until stopped. One process; more workers are more processes on the same port.

    Raises CatalogueProblems; a rule's SQL is looked over by who runs it.
    """
    items = catalogue()
    logs.configure(settings.log_level, process="serve", kept=kept_lines(settings, "serve", today))
    if not settings.share_port:
        free_port_or_fail(settings.port)
    with servers(settings) as where, _listening(settings) as listening:
        if settings.is_production:
            refuse_unsafe_database(where.database_url)
        refuse_unusable_ring(settings)
        from bff.cli.serve_house import answer  # noqa: PLC0415 - the long import: who is refused is told before it

        answer(settings, where, items, listening)


def _listening(settings: Settings) -> socket.socket:
    """The port is ours from here on; nobody is let in yet."""
    listening = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listening.bind((settings.host, settings.port))
    return listening
