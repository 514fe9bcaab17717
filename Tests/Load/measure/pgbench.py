"""Transactions per second, by pgbench: the same statements in the same number of round trips, without a web server."""

import itertools
import pathlib
import re
import subprocess
import tempfile

from .wrk import SECONDS

_starts = itertools.count(0, 20_000)


def rate(url: str, *scripts: str, clients: int = 16) -> float:
    """Of several scripts one is picked at every turn. They may count: `turn` starts higher at every call."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, script in enumerate(scripts):
            files.append(pathlib.Path(folder, f"{number}.sql"))
            files[-1].write_text(script)
        command = [
            _program(), "-n", "-M", "prepared", *(f"--file={file}" for file in files), "-c", str(clients), "-j", "2",
            "-T", str(SECONDS), "-D", f"turn={next(_starts)}", url,
        ]  # fmt: skip
        result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return float(re.search(r"tps = ([\d.]+)", result.stdout)[1])


def pipeline(*statements: str) -> str:
    """A script that sends them as one: one round trip, one implicit transaction."""
    return "\n".join(["\\startpipeline", *(f"{statement};" for statement in statements), "\\endpipeline", ""])


def _program() -> pathlib.Path:
    found = sorted(
        pathlib.Path("/usr/lib/postgresql").glob("*/bin/pgbench"), key=lambda path: int(path.parts[4])
    )
    return found[-1]
