"""All Swift is laid out as .swift-format says."""

import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def test_the_formatter_has_nothing_to_change():
    command = ["swift", "format", "lint", "--recursive", "--strict", "Sources", "Tests", "Package.swift"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stderr
