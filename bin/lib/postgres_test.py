"""The private cluster comes up again after whatever happened to it."""

import os
import pathlib
import socket
import subprocess
import tempfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LIBRARIES = "set -euo pipefail; for name in say ports postgres; do . bin/lib/$name.sh; done; "


class Cluster:
    def __init__(self, folder: pathlib.Path):
        self.folder = folder

    def bash(self, script: str) -> str:
        environment = {**os.environ, "folder": str(self.folder)}
        result = subprocess.run(
            ["bash", "-c", LIBRARIES + script],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout.strip()

    def start(self):
        self.bash('cluster_start "$folder" fsync=off')

    def ask(self, sql: str) -> str:
        return self.bash(f'cluster_psql "$folder" -d postgres -Atc "{sql}"')

    @property
    def pid(self) -> int:
        return int(self.pid_file.read_text().splitlines()[0])

    @property
    def pid_file(self) -> pathlib.Path:
        return self.folder / "data/postmaster.pid"


@pytest.fixture(scope="module")
def cluster():
    with tempfile.TemporaryDirectory(prefix="polyclinic-") as folder:
        os.chmod(folder, 0o755)
        cluster = Cluster(pathlib.Path(folder, "postgres"))
        yield cluster
        cluster.bash('cluster_stop "$folder"')


def test_it_starts_and_starting_again_changes_nothing(cluster):
    cluster.start()
    before = cluster.pid
    cluster.start()
    assert cluster.pid == before
    assert cluster.ask("SHOW data_checksums") == "on"


def test_it_starts_after_a_crash_even_when_its_pid_is_another_s(cluster):
    cluster.start()
    lines = cluster.pid_file.read_text().splitlines()
    cluster.bash('as_postgres "$(postgresql_bin)/pg_ctl" stop -m immediate -D "$folder/data"')
    stranger = cluster.bash("as_postgres sleep 60 >/dev/null 2>&1 & echo $!")
    try:
        cluster.bash(
            f"printf '%s\\n' {stranger} {' '.join(repr(line) for line in lines[1:])} >\"$folder/data/postmaster.pid\""
        )
        cluster.start()
        assert cluster.ask("SELECT 1") == "1"
    finally:
        subprocess.run(["kill", stranger], check=False)


def test_it_moves_when_its_port_is_taken(cluster):
    cluster.start()
    first = cluster.bash('cat "$folder/port"')
    cluster.bash('cluster_stop "$folder"')
    with socket.create_server(("127.0.0.1", int(first))):
        cluster.start()
        assert cluster.bash('cat "$folder/port"') != first


def test_a_long_path_does_not_break_its_socket():
    with tempfile.TemporaryDirectory(prefix="polyclinic-") as folder:
        os.chmod(folder, 0o755)
        deep = Cluster(pathlib.Path(folder, "a" * 60, "b" * 60, "postgres"))
        deep.start()
        assert deep.ask("SELECT 1") == "1"
        deep.bash('rm -rf "$(cluster_sockets "$folder").gone"; cluster_stop "$folder"')
        sockets = deep.bash('cluster_sockets "$folder"')
        assert sockets.startswith("/tmp/")
        os.rmdir(sockets)


def test_a_cluster_of_another_version_is_refused_in_one_line(tmp_path):
    (tmp_path / "postgres/data").mkdir(parents=True)
    (tmp_path / "postgres/data/PG_VERSION").write_text("12\n")
    with pytest.raises(AssertionError, match="was made by PostgreSQL 12"):
        Cluster(tmp_path / "postgres").start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands PostgreSQL to another user")
def test_a_folder_out_of_reach_moves_the_cluster(tmp_path):
    os.chmod(tmp_path, 0o700)
    assert (
        Cluster(tmp_path / "local/postgres")
        .bash('cluster_folder "$folder"')
        .startswith("/var/lib/polyclinic/")
    )
