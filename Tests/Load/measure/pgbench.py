"""Transactions per second, by pgbench: the same statements in the same number of round trips, without a web server."""

import pathlib
import re
import subprocess
import tempfile

from .wrk import SECONDS


def rate(url: str, script: str, clients: int = 16) -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "script.sql")
        path.write_text(script)
        command = [
            _program(), "-n", "-M", "prepared", "-f", str(path), "-c", str(clients), "-j", "2", "-T", str(SECONDS),
            "-D", "turn=0", url,
        ]  # fmt: skip
        result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return float(re.search(r"tps = ([\d.]+)", result.stdout)[1])


def pipeline(*statements: str) -> str:
    """A script that sends them as one: one round trip, one implicit transaction."""
    return "\n".join(["\\startpipeline", *(f"{statement};" for statement in statements), "\\endpipeline", ""])


def _program() -> pathlib.Path:
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/pgbench"), key=lambda path: int(path.parts[4]))
    return found[-1]

