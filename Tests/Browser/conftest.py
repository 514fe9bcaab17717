"""Fixtures of the browser stories."""

import pytest
from stage.browsing import Screen, browsing
from stage.fixtures import clinics, logs  # noqa: F401
from stage.house import House

# The files that take longest come first, so that none is left for the end when several are told at once.
_LONGEST = ("isolation", "languages", "my_data", "erasure", "record", "family", "booking", "messages")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.path.stem.removeprefix("test_") not in _LONGEST)


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
