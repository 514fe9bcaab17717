"""Whatever is wrong, the scripts say it in one line and leave with 1."""

import os
import pathlib
import shutil
import socket
import subprocess

import pytest

BIN = pathlib.Path(__file__).resolve().parent.parent


class Clone:
    """A folder with the scripts, on a machine whose programs can be hidden or replaced."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder / "clone"
        shutil.copytree(BIN, self.folder / "bin", ignore=shutil.ignore_patterns("__pycache__"))
        self.programs = folder / "programs"
        self.programs.mkdir()
        self.settings = {}
        for path in os.environ["PATH"].split(":"):
            for program in pathlib.Path(path).glob("*"):
                if not (self.programs / program.name).exists() and os.access(program, os.X_OK):
                    (self.programs / program.name).symlink_to(program.resolve())

    def hide(self, program: str):
        (self.programs / program).unlink(missing_ok=True)

    def replace(self, program: str, script: str, folder: pathlib.Path | None = None):
        path = (folder or self.programs) / program
        path.unlink(missing_ok=True)
        path.write_text(f"#!/bin/bash\n{script}\n")
        path.chmod(0o755)

    def run(self, script: str, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [self.folder / "bin" / script, *arguments],
            env={**os.environ, "PATH": str(self.programs), **self.settings},
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    def says(self, text: str, script: str = "setup", *arguments: str):
        result = self.run(script, *arguments)
        assert result.returncode == 1, result
        assert text in result.stderr
        assert result.stderr.startswith("polyclinic: ")
        assert result.stderr.count("\n") == 1, result.stderr


@pytest.fixture
def clone(tmp_path):
    return Clone(tmp_path)


def test_setup_is_silent_when_everything_is_there(clone):
    clone.replace("swift", "echo Swift version 6.2")
    clone.replace("apt-get", "exit 1")
    result = clone.run("setup")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_swift_is_missing(clone):
    clone.hide("swift")
    clone.says("Swift 6.2 or later is needed: https://www.swift.org/install/linux/")


@pytest.mark.parametrize("version", ["5.10.1", "6.1.3"])
def test_swift_is_too_old(clone, version):
    clone.replace("swift", f"echo 'Swift version {version} (swift-{version}-RELEASE)'")
    clone.says(f"Swift 6.2 or later is needed, this is {version}")


@pytest.mark.parametrize("version", ["6.2", "6.3.1", "6.10"])
def test_swift_is_new_enough(clone, version):
    clone.replace("swift", f"echo 'Swift version {version} (swift-{version}-RELEASE)'")
    assert clone.run("setup").returncode == 0


def test_the_disk_is_full(clone):
    clone.replace("df", "echo Avail; echo 5990")
    clone.says("has 5.8 GB free, 6 GB are needed")


def test_a_package_cannot_be_installed(clone):
    clone.replace("dpkg-query", '[[ ${*: -1} == libpq-dev ]] || echo "install ok installed"')
    clone.replace("apt-get", "echo E: no network >&2; exit 100")
    clone.replace("sudo", '"$@"')
    clone.says("apt-get could not install libpq-dev: E: no network")


def test_postgresql_is_too_old(clone, tmp_path):
    clone.settings["POLYCLINIC_POSTGRESQL_BIN"] = str(tmp_path)
    clone.replace("postgres", "echo 'postgres (PostgreSQL) 14.19 (Ubuntu)'", tmp_path)
    clone.says("PostgreSQL 15 or later is needed")


def test_the_port_is_taken(clone):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        clone.settings["POLYCLINIC_PORT"] = str(port)
        clone.says(f"port {port} is taken", "run")


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "080"])
def test_the_port_is_none(clone, port):
    clone.settings["POLYCLINIC_PORT"] = port
    clone.says(f"POLYCLINIC_PORT is {port}" if port == "65536" else f"POLYCLINIC_PORT is '{port}'", "run")


def test_bin_run_runs_already(clone):
    (clone.folder / ".local").mkdir()
    clone.settings["POLYCLINIC_PORT"] = "65535"
    with open(clone.folder / ".local/run.lock", "w") as lock:
        subprocess.run(["flock", str(lock.fileno())], pass_fds=[lock.fileno()], check=True)
        clone.says("bin/run is running already", "run")


def test_a_command_needs_bin_run(clone):
    clone.says("bin/run is not running", "polyclinic", "demo", "accounts")


@pytest.mark.parametrize("script", ["setup", "test"])
def test_an_unknown_option_shows_the_usage(clone, script):
    clone.says(f"usage: bin/{script}", script, "--nonsense")
