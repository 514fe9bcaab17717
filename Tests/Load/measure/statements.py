"""The statements of a page or an act, as PostgreSQL saw them: what pgbench then runs is never out of date."""

import dataclasses
import pathlib
import re
import time
from collections.abc import Callable

from stage.database import Database

_EXECUTE = re.compile(r"LOG:  (?:duration: [\d.]+ ms  )?execute [^:]*: (?P<sql>.*)", re.DOTALL)
_PLAIN = re.compile(r"LOG:  (?:duration: [\d.]+ ms  )?statement: (?P<sql>.*)", re.DOTALL)
_DETAIL = re.compile(r"DETAIL:  parameters: (?P<values>.*)", re.DOTALL)
_VALUE = re.compile(r"\$(\d+) = ('(?:[^']|'')*'|NULL)")


@dataclasses.dataclass(frozen=True)
class Statement:
    sql: str
    values: tuple[str, ...]

    def with_values(self, replace: Callable[[str], str] = lambda value: value) -> str:
        """One line of SQL, its parameters as literals."""
        text = re.sub(r"\$(\d+)", lambda found: replace(self.values[int(found[1]) - 1]), self.sql)
        return " ".join(text.split())


class Eavesdropper:
    """Reads the log of a cluster of ours while something happens."""

    def __init__(self, database: Database, log: pathlib.Path):
        self._database = database
        self._log = log

    def statements(self, happening: Callable[[], object]) -> list[Statement]:
        settings = "log_statement = 'all'", "log_parameter_max_length = -1", "log_error_verbosity = 'default'"
        self._alter(*(f"SET {setting}" for setting in settings))
        start = self._log.stat().st_size
        happening()
        time.sleep(0.5)
        self._alter(*(f"RESET {setting.split()[0]}" for setting in settings))
        with open(self._log, encoding="utf-8") as log:
            log.seek(start)
            return list(_parse(log.read()))

    def _alter(self, *changes: str):
        for change in changes:
            self._database.query(f"ALTER SYSTEM {change}")
        self._database.query("SELECT pg_reload_conf()")
        time.sleep(0.5)


def _parse(log: str):
    # An entry starts with a time; the lines of a statement after the first are indented.
    pending = None
    for entry in re.split(r"\n(?=\d{4}-\d\d-\d\d )", log):
        if found := _EXECUTE.search(entry):
            if pending:
                yield Statement(pending, ())
            pending = found["sql"]
        elif (found := _DETAIL.search(entry)) and pending:
            values = dict(_VALUE.findall(found["values"]))
            yield Statement(pending, tuple(values[str(number)] for number in range(1, len(values) + 1)))
            pending = None
        elif pending:
            yield Statement(pending, ())
            pending = None
    if pending:
        yield Statement(pending, ())
