"""Getting about a page by keyboard alone."""


def walks_to(visit, target):
    """Presses Tab until it is there, then Enter."""
    target.wait_for()
    for _ in range(300):
        visit.page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            visit.page.keyboard.press("Enter")
            return
    raise AssertionError("the keyboard does not reach it")
