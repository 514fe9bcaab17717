"""Fixtures that browser and load stories share."""

import pathlib

import pytest

from .database import ROOT, Database
from .program import Program


@pytest.fixture(scope="session")
def clinics():
    """The two demo clinics, made once; every house is built on a copy."""
    database = Database.create("demo")
    program = Program(database)
    program.run("migrate")
    program.run("demo", "seed")
    yield database
    database.drop()


@pytest.fixture(scope="session")
def logs() -> pathlib.Path:
    folder = ROOT / ".local/log/stories"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
