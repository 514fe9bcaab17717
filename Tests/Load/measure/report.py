"""The table in docs/performance.md."""

import dataclasses
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


def write(document: pathlib.Path, machine: str, lines: list[Line]):
    rows = [f"| {line.what} | {line.ours} | {line.theirs} | {line.ratio} |" for line in lines]
    table = "\n".join(["| | Polyclinic | beside it | ratio |", "|---|---|---|---|", *rows])
    print(table)
    before, _, rest = document.read_text().partition(_START)
    after = rest.partition(_END)[2]
    document.write_text(f"{before}{_START}\n{machine}\n\n{table}\n{_END}{after}")
