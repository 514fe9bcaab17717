"""A real browser, and what every page in it must hold to."""

import contextlib
import os
import pathlib
import urllib.parse

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Locator, Page, sync_playwright
from playwright.sync_api import TimeoutError as TookTooLong

from .database import ROOT
from .house import House
from .people import Person

_PICTURES = ROOT / ".local/screenshots"
_SIZES = {"phone": (390, 844), "desk": (1280, 800)}


@contextlib.contextmanager
def browsing():
    """Debian's Chromium; elsewhere (Ubuntu has only a snap) the one that Playwright brought."""
    debian = pathlib.Path("/usr/bin/chromium-headless-shell")
    arguments = ["--disable-background-networking", "--lang=en-US"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=debian if debian.exists() else None, args=arguments
        )
        yield browser
        browser.close()


class Screen:
    """A screen of some size, with or without scripts, on which people come and go."""

    def __init__(self, browser: Browser, house: House, kind: str):
        self.kind = kind
        self.has_scripts = "without scripts" not in kind
        self._browser = browser
        self._house = house
        self._contexts = []
        self._width, self._height = _SIZES[kind.split()[0]]

    def visitor(self, clinic: str = "riverside", cookies: dict[str, str] | None = None) -> "Visit":
        context = self._browser.new_context(
            base_url=self._house.server.address(clinic),
            viewport={"width": self._width, "height": self._height},
            java_script_enabled=self.has_scripts,
            locale="en-GB",
            has_touch=self._width < 500,
            reduced_motion="reduce",
        )
        # Far longer than anything takes: on a machine that does other work, too, a browser may stand still for a while.
        context.set_default_timeout(60_000)
        self._contexts.append(context)
        for name, value in (cookies or {}).items():
            # With the address, so that it belongs to this host alone, as the prefix __Host- asks.
            context.add_cookies([{
                "name": name, "value": value, "url": self._house.server.address(clinic).replace("http:", "https:"),
                "secure": True, "httpOnly": True, "sameSite": "Lax",
            }])  # fmt: skip
        return Visit(context.new_page(), self)

    def signed_in(self, person: Person) -> "Visit":
        return self.visitor(person.clinic, self._house.signed_in(person).cookies)

    def close(self):
        for context in self._contexts:
            context.close()


class Visit:
    """One person before the screen."""

    def __init__(self, page: Page, screen: Screen):
        self.page = page
        self.screen = screen
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message):
        # A form refused is an answer like another; Chromium calls it a failure.
        refused = any(f"status of {status}" in message.text for status in (409, 422))
        if message.type == "error" and not refused:
            self.complaints.append(message.text)

    def opens(self, path: str):
        answer = self.page.goto(path)
        assert answer and answer.status == 200, f"{path} answered {answer and answer.status}"

    def fills_in(self, **fields: str):
        for name, text in fields.items():
            self.page.locator(f'main [name="{name}"]:not([type="hidden"])').fill(text)

    def chooses(self, name: str, value: str):
        self.page.locator(f'main [name="{name}"][value="{value}"]').check()

    def sends(self, action: str):
        """The form that goes there, by its button."""
        self.page.locator(f'main form[action="{action}"] button:not([type="button"])').first.click()

    def follows(self, path: str):
        """The first link on the page that leads there, or further down from there."""
        self.page.locator(f'main a[href^="{path}"]').first.click()

    def finds_times(self, times: str = "main .time") -> Locator:
        """Goes on from a week that other stories have used up, or whose rest is short."""
        free = self.page.locator(times)
        for _ in range(4):
            self.page.wait_for_load_state()
            if free.count() >= 5:
                break
            with self.page.expect_navigation():
                self.page.locator('main a[rel="next"]').first.click()
        return free

    def chooses_time(self):
        """Not the soonest on the page, which may begin, or come too close, while a story is told; nor the last, to which some
        stories move."""
        times = self.finds_times()
        times.nth(times.count() - 2).click()

    @property
    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    def sees(self, *texts: str):
        for text in texts:
            with self._telling_what_is_there():
                self.page.get_by_role("main").get_by_text(text).first.wait_for()

    def sees_picture(self, selector: str) -> tuple[int, int]:
        """Its own size, once it has come: pictures are loaded when they scroll into view."""
        picture = self.page.locator(selector).first
        picture.scroll_into_view_if_needed()
        for _ in range(50):
            width, height = picture.evaluate("image => [image.naturalWidth, image.naturalHeight]")
            if width:
                break
            self.page.wait_for_timeout(100)
        return width, height

    def is_at(self, path: str):
        with self._telling_what_is_there():
            self.page.wait_for_url(lambda url: urllib.parse.urlsplit(url).path == path)

    @contextlib.contextmanager
    def _telling_what_is_there(self):
        """What was waited for in vain is told with what the page says instead."""
        try:
            yield
        except TookTooLong as error:
            main = " ".join(self.page.get_by_role("main").inner_text().split())
            raise AssertionError(f"{error.message.splitlines()[0]} At {self.page.url}: {main[:600]}") from error

    def looks_at(self, name: str):
        """Takes a picture of the page and holds it to what every page must be."""
        self._draws(_PICTURES / f"{name} ({self.screen.kind}).png")
        assert self.page.get_by_role("heading", level=1).count() == 1, "a page has one main heading"
        assert self.page.locator("html[lang]").count() == 1
        wider = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wider <= 0, f"the page is {wider} px wider than the screen"
        assert not self.complaints, self.complaints
        # axe runs on timers, which do not tick where scripts are off; the markup is the same.
        if self.screen.has_scripts:
            found = Axe().run(self.page)
            assert found.violations_count == 0, found.generate_report()

    def _draws(self, picture: pathlib.Path):
        """A picture for people. On a machine that is busy, Chromium at times has none to give, and has it a moment later."""
        picture.parent.mkdir(parents=True, exist_ok=True)
        for left in reversed(range(3)):
            try:
                self.page.screenshot(path=picture, full_page=True)
                return
            except Error as error:
                if not left or "Unable to capture screenshot" not in error.message:
                    raise
                self.page.wait_for_timeout(500)
