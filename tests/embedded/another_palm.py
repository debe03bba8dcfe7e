"""Another palm for the tests: starts PostgreSQL in the folder it is told and stays until it is stopped.

Run as a program of its own, so that it can be killed, or be another user. Standard library and adapters only.
"""

import json
import signal
import sys
from pathlib import Path

from adapters.embedded.postgres import EmbeddedPostgres


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = EmbeddedPostgres(Path(sys.argv[1]))
    endpoint = server.start()
    said = {"owner_url": endpoint.owner_url, "port": endpoint.port, "pid": server.pid()}
    sys.stdout.write(f"{json.dumps(said)}\n")
    sys.stdout.flush()
    try:
        sys.stdin.read()
    finally:
        server.stop()


if __name__ == "__main__":
    main()
