"""Fixtures of the load stories: a cluster that keeps what it acknowledged, power cut or not."""

import contextlib
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Browser"))

from stage.database import ROOT  # noqa: E402
from stage.fixtures import clinics, logs  # noqa: E402, F401

_LIBRARIES = "set -euo pipefail; for name in say ports postgres; do . bin/lib/$name.sh; done; folder=$1; "


class Cluster:
    """PostgreSQL with fsync on, apart from the quick one of the other tests."""

    def __init__(self, folder: pathlib.Path):
        self._folder = folder
        folder.mkdir()
        # Nobody else looks for a free one there, and so takes it while this server is down.
        (folder / "port").write_text(str(random.randrange(20_000, 30_000)))

    def start(self) -> str:
        settings = "max_connections=100 recovery_init_sync_method=syncfs"
        return self._bash(f'cluster_start "$folder" {settings}; cluster_url "$folder" postgres postgres')

    def kill(self):
        """Everything at once, as a power cut would."""
        postmaster = int((self._folder / "data/postmaster.pid").read_text().splitlines()[0])
        family = [postmaster, *_children(postmaster)]
        for pid in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        # It would not start while one of them still holds its memory.
        while any(map(_is_alive, family)):
            time.sleep(0.005)

    def stop(self):
        self._bash('cluster_stop "$folder"')

    def _bash(self, script: str) -> str:
        command = ["bash", "-c", _LIBRARIES + script, "bash", self._folder]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
        return result.stdout.strip()


def _is_alive(pid: int) -> bool:
    """A zombie holds nothing any more."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _children(pid: int) -> list[int]:
    return [int(child) for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.fixture(scope="session", autouse=True)
def cluster():
    with tempfile.TemporaryDirectory(prefix="polyclinic-load-") as folder:
        os.chmod(folder, 0o755)
        cluster = Cluster(pathlib.Path(folder, "postgres"))
        os.environ["POLYCLINIC_TEST_POSTGRES"] = cluster.start()
        yield cluster
        cluster.stop()


def pytest_terminal_summary(terminalreporter):
    """Figures that stories recorded, so that a run shows how far from their limits they are."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"    {name}: {value}")
