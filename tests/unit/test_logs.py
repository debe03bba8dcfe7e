"""Every line on standard error is one JSON object, whoever wrote it."""

import json
import subprocess
import sys

TALK = """
import logging
from bff import logs
logs.configure("info", process="worker")
logging.getLogger("procrastinate.worker").info("of no use to anybody")
try:
    raise ValueError("a bug")
except ValueError:
    logging.getLogger("procrastinate.worker").error("Job send-notice[12] failed", exc_info=True)
"""


def test_what_a_library_says_reads_like_our_own_lines() -> None:
    said = subprocess.run([sys.executable, "-c", TALK], capture_output=True, text=True, check=True)  # noqa: S603 - our own words

    [line] = [json.loads(text) for text in said.stderr.splitlines()]
    assert (line["event"], line["level"], line["process"]) == (
        "Job send-notice[12] failed",
        "error",
        "worker",
    )
    assert "ValueError: a bug" in line["exception"]
