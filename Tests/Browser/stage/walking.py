"""Getting about a page by keyboard alone."""

import datetime


def reaches(visit, target):
    """Presses Tab until it is there."""
    target.wait_for()
    for _ in range(300):
        visit.page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("the keyboard does not reach it")


def walks_to(visit, target):
    """Presses Tab until it is there, then Enter."""
    reaches(visit, target)
    visit.page.keyboard.press("Enter")


def types_in(visit, **fields: str | datetime.date | datetime.time):
    """Presses Tab until each field is there, in order, then the keys. A list is at what begins with them."""
    for name, value in fields.items():
        field = visit.page.locator(f'main [name="{name}"]:not([type="hidden"])')
        reaches(visit, field)
        # Part by part, as the browser shows a date in its own language, which `browsing` sets.
        match value:
            case datetime.date():
                visit.page.keyboard.type(value.strftime("%m%d%Y"))
                assert field.input_value() == value.isoformat()
            case datetime.time():
                visit.page.keyboard.type(value.strftime("%I%M%p"))
                assert field.input_value() == value.isoformat("minutes")
            case _:
                visit.page.keyboard.type(value)
