"""The forms and links of a page, as a browser would send and follow them."""

import dataclasses
import html.parser
import urllib.parse


@dataclasses.dataclass
class FormSeen:
    method: str
    action: str
    fields: dict[str, str]


class _Reader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms: list[FormSeen] = []
        self.links: list[str] = []
        self._open: FormSeen | None = None
        self._select: str | None = None
        self._outside: dict[str, FormSeen] = {}

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        name, value = given.get("name"), given.get("value", "")
        if tag == "a" and given.get("href", "").startswith("/"):
            self.links.append(given["href"])
        elif tag == "form":
            self._open = FormSeen(given.get("method", "get").upper(), given.get("action", ""), {})
            self.forms.append(self._open)
            if "id" in given:
                self._outside[given["id"]] = self._open
        form = self._outside.get(given["form"]) if "form" in given else self._open
        if tag == "option" and self._select and form and value:
            # The first that means something, else the one that is chosen.
            if "selected" in given or not form.fields.get(self._select):
                form.fields[self._select] = value
        if form is not None and "formaction" in given:
            self._elsewhere(given["formaction"], form)
        if form is None or not name:
            return
        if tag == "select":
            self._select = name
            form.fields.setdefault(name, "")
        elif tag in ("input", "button", "textarea") and not form.fields.get(name):
            form.fields[name] = value

    def _elsewhere(self, action: str, form: FormSeen):
        """A button may send its form to another address."""
        self.forms.append(FormSeen("POST", action, form.fields))

    def handle_endtag(self, tag):
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = None


def read(page: str) -> tuple[list[FormSeen], list[str]]:
    reader = _Reader()
    reader.feed(page)
    return reader.forms, reader.links


def query_of(link: str) -> dict[str, str]:
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(link).query, keep_blank_values=True))
