"""The `polyclinic` program over one database: its commands, and servers that it runs."""

import base64
import http.client
import os
import pathlib
import secrets
import signal
import socket
import subprocess
import time

from .database import APP_PASSWORD, OWNER_PASSWORD, ROOT, Database, required

KEYS = "1:" + base64.b64encode(secrets.token_bytes(32)).decode()
_AUDIT_KEY = "1:" + base64.b64encode(secrets.token_bytes(32)).decode()


class Program:
    def __init__(self, database: Database, **settings: str):
        """`settings` come on top of those that every story has."""
        self.database = database
        self._settings = settings
        self.path = os.environ.get("POLYCLINIC_TEST_PROGRAM", str(ROOT / ".build/debug/polyclinic"))

    def having(self, **settings: str) -> "Program":
        """The same with other settings."""
        return Program(self.database, **self._settings | settings)

    def settings(self, port: int) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("POLYCLINIC_")}
        return inherited | {
            "POLYCLINIC_ENVIRONMENT": "development",
            "POLYCLINIC_ROOT": str(ROOT),
            "POLYCLINIC_BASE_DOMAIN": "localhost",
            "POLYCLINIC_PORT": str(port),
            "POLYCLINIC_KEYS": KEYS,
            "POLYCLINIC_AUDIT_KEY": _AUDIT_KEY,
            "POLYCLINIC_DATABASE_URL": self.database.url("polyclinic_app", APP_PASSWORD),
            "POLYCLINIC_OWNER_DATABASE_URL": self.database.url("polyclinic_owner", OWNER_PASSWORD),
            "POLYCLINIC_OBJECT_STORE": "s3",
            "POLYCLINIC_S3_ENDPOINT": required("POLYCLINIC_TEST_S3_ENDPOINT"),
            "POLYCLINIC_S3_BUCKET": required("POLYCLINIC_TEST_S3_BUCKET"),
            "POLYCLINIC_S3_ACCESS_KEY": required("POLYCLINIC_TEST_S3_ACCESS_KEY"),
            "POLYCLINIC_S3_SECRET_KEY": required("POLYCLINIC_TEST_S3_SECRET_KEY"),
            "POLYCLINIC_S3_REGION": "us-east-1",
            "POLYCLINIC_S3_STYLE": "path",
            **self._settings,
        }

    def run(self, *arguments: str) -> str:
        result = subprocess.run(
            [self.path, *arguments], env=self.settings(8080), capture_output=True, text=True, check=False
        )
        if result.returncode != 0:
            raise RuntimeError(f"polyclinic {' '.join(arguments)}: {result.stderr.strip()}")
        return result.stdout.strip()


class Server:
    """One running server; several may share a database."""

    def __init__(self, program: Program, log: pathlib.Path, patience: float = 0.05):
        """`patience` is how long to wait between two looks whether it is there, in seconds."""
        self.program = program
        self.port = free_port()
        self.log = log
        self._patience = patience
        self.start()

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [self.program.path, "serve"], env=self.program.settings(self.port), stdout=log, stderr=log
            )
        self.wait_until_ready()

    def wait_until_ready(self):
        """Until it answers, and its database does."""
        deadline = time.monotonic() + 30
        while not self._is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-2000:]}")
            time.sleep(self._patience)

    def _is_ready(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=30) == 0, f"the server did not stop in good order: {self.log}"

    def kill(self):
        """As a power cut would: no time for anything."""
        self.process.kill()
        self.process.wait()

    @property
    def resident_kilobytes(self) -> int:
        """The most memory that it ever held."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))

    def address(self, clinic: str) -> str:
        return f"http://{clinic}.localhost:{self.port}"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
