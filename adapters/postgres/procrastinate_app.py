"""The Procrastinate application of one process: a connector on its own small pool, and no tasks.

Tasks belong to the worker (bff/worker.py); who only defers needs their names alone.
"""

from procrastinate import App, PsycopgConnector


def jobs_app(url: str, *, pool: int = 4, kept: int = 1) -> App:
    """For `async with app.open_async()`; `url` is that of the runtime role, `kept` stay open when idle."""
    return App(
        connector=PsycopgConnector(
            conninfo=url,
            min_size=kept,
            max_size=pool,
            kwargs={"connect_timeout": 5, "application_name": "palm-jobs"},
        )
    )
