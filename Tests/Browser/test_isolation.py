"""Nobody gets at another clinic's rows, whatever they put where: see docs/security/isolation.md."""

import pathlib

import pytest
from stage.database import required
from stage.house import BEHIND_A_PROXY, House
from stage.matrix.belongings import Belongings
from stage.matrix.canaries import CANARY, plant, state
from stage.matrix.crawl import Crawl
from stage.matrix.matrix import Matrix
from stage.matrix.neighbour import Neighbour
from stage.matrix.routes import Routes

RIVERSIDE = {"practitioner": "amira", "front-desk": "ben", "admin": "dana", "patient": "paul"}
HILLTOP = {"practitioner": "chloe", "admin": "etienne", "patient": "lucie"}


@pytest.fixture(scope="module")
def matrix(clinics, logs):
    """Without workers, so that a row that changes was changed by a request."""
    house = House(clinics, logs, POLYCLINIC_WORK="left", **BEHIND_A_PROXY)
    try:
        yield tried(house)
    finally:
        house.close()


def tried(house: House) -> Matrix:
    own, other = Belongings(house, "riverside", RIVERSIDE), Belongings(house, "hilltop", HILLTOP)
    plant(house.database, "hilltop")
    other.names["email"] = f"{CANARY}.{other.names['email']}"
    routes = Routes(house.program)
    crawl = Crawl(house, routes, own)
    matrix = Matrix(house, routes, crawl, own, other, Neighbour(house, own))
    matrix.untaught, matrix.log = crawl.untaught, house.server.log
    matrix.before = state(house.database, "hilltop")
    matrix.run()
    matrix.after = state(house.database, "hilltop")
    return matrix


def test_the_matrix_reaches_every_route(matrix):
    assert matrix.untaught == []
    assert not matrix.unreached, "\n".join(matrix.unreached)


def test_what_is_another_clinics_answers_as_what_does_not_exist(matrix, record_property):
    record_property("cells", len(matrix.cells))
    assert len(matrix.cells) > 5_000
    assert not matrix.faults, "\n".join(matrix.faults)


def test_the_other_clinic_is_as_it_was(matrix):
    assert len(matrix.before) > 60
    assert matrix.after == matrix.before


def test_no_log_has_its_words(matrix):
    for log in matrix.log, required("POLYCLINIC_TEST_POSTGRES_LOG"):
        assert CANARY not in pathlib.Path(log).read_text(errors="replace").lower()
