"""The table in docs/performance.md."""

import dataclasses
import datetime
import pathlib

_START, _END = "<!-- measured: written by bin/bench -->", "<!-- /measured -->"


@dataclasses.dataclass(frozen=True)
class Line:
    what: str
    ours: str
    theirs: str
    ratio: str

    @staticmethod
    def of(what: str, ours: float, theirs: float, who: str) -> "Line":
        """Rates a second."""
        return Line(what, f"{ours:,.0f}/s", f"{theirs:,.0f}/s ({who})", f"{ours / theirs:.2f}")

    @staticmethod
    def of_times(what: str, ours: float, theirs: float, who: str) -> "Line":
        """Milliseconds: the smaller the ratio, the better."""
        return Line(what, f"{ours:.1f} ms", f"{theirs:.1f} ms ({who})", f"{ours / theirs:.2f}")


class Table:
    def __init__(self, document: pathlib.Path, keeps_others: bool):
        """`keeps_others`: lines that are not measured anew stay as they are."""
        self._document = document
        self._rows: dict[str, str] = {}
        if keeps_others:
            rows = self._parts()[1].splitlines()
            self._rows = {row.split(" | ")[0]: row for row in rows if row.startswith("| ") and not row.startswith("| |")}

    def add(self, lines: list[Line], day: datetime.date):
        for line in lines:
            self._rows[f"| {line.what}"] = f"| {line.what} | {line.ours} | {line.theirs} | {line.ratio} | {day} |"

    def write(self, machine: str):
        head = ["| | Polyclinic | beside it | ratio | measured |", "|---|---|---|---|---|"]
        table = "\n".join([*head, *self._rows.values()])
        print(table)
        before, _, after = self._parts()
        self._document.write_text(f"{before}{_START}\n{machine}\n\n{table}\n{_END}{after}")

    def _parts(self) -> tuple[str, str, str]:
        before, _, rest = self._document.read_text().partition(_START)
        measured, _, after = rest.partition(_END)
        return before, measured, after
