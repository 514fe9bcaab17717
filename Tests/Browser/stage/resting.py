"""What lies on the disks once people have been there: the database's own files, its log of writes, objects and logs."""

import os
import pathlib
import re
import subprocess
import tempfile

from .database import required
from .house import House
from .leaks import spellings

_SIX_DIGITS = re.compile(r"\d{6}")


class Disks:
    def __init__(self, house: House, objects: pathlib.Path):
        self._house, self._objects = house, objects
        data = pathlib.Path(house.database.query("SHOW data_directory"))
        oid = house.database.query("SELECT oid FROM pg_database WHERE datname = current_database()")
        self._database, self._wal = data / "base" / oid, data / "pg_wal"

    @property
    def places(self) -> dict[str, pathlib.Path]:
        return {
            "data directory": self._database, "WAL": self._wal, "objects": self._objects, "log": self._house.server.log,
            "log of PostgreSQL": pathlib.Path(required("POLYCLINIC_TEST_POSTGRES_LOG")),
        }  # fmt: skip

    def shown(self, secrets: dict[str, str]) -> dict[str, set[str]]:
        """Which kinds of secrets can be read where. Of six digits only whole words count, and none in the log of writes,
        which is everybody's."""
        self._house.database.query("CHECKPOINT")
        codes = {secret: what for secret, what in secrets.items() if _SIX_DIGITS.fullmatch(secret)}
        wanted = {text: what for secret, what in secrets.items() if secret not in codes for text in spellings(secret)}
        found = {}
        for place, path in self.places.items():
            whats = {wanted[text] for text in _grep(path, "-F", list(wanted))}
            if place != "WAL":
                words = "|".join(codes)
                whats |= {codes[text.decode()] for text in _grep(path, "-P", [rf"(?<![\w.])({words})(?!\w)".encode()])}
            found[place] = whats
        return found


def _grep(path: pathlib.Path, kind: str, patterns: list[bytes]) -> set[bytes]:
    with tempfile.NamedTemporaryFile() as file:
        file.write(b"\n".join(patterns) + b"\n")
        file.flush()
        result = subprocess.run(
            ["grep", "-rhao", kind, "-f", file.name, str(path)], env={**os.environ, "LC_ALL": "C"}, capture_output=True, check=False
        )
    # 1: nothing was found. 2: a file went away meanwhile, as those of the log of writes do.
    assert result.returncode < 2 or b"No such file" in result.stderr, result.stderr
    return set(result.stdout.splitlines())
