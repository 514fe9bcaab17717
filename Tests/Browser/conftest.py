"""Fixtures of the browser stories."""

import pytest
from stage.browsing import Screen, browsing
from stage.fixtures import clinics, logs  # noqa: F401
from stage.house import House


@pytest.fixture(scope="module")
def house(clinics, logs):  # noqa: F811
    house = House(clinics, logs)
    yield house
    house.close()


@pytest.fixture(scope="session")
def chromium():
    with browsing() as browser:
        yield browser


@pytest.fixture(params=["phone", "desk", "phone without scripts", "desk without scripts"])
def screen(request, chromium, house):
    """Each story with it runs on all four."""
    screen = Screen(chromium, house, request.param)
    yield screen
    screen.close()
