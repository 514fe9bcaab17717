"""Requests per second, by wrk."""

import contextlib
import pathlib
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator

SECONDS = 5
CONNECTIONS = 64


def rate(
    address: str,
    cookies: dict[str, str] | None = None,
    connections: int = CONNECTIONS,
    seconds: int = SECONDS,
    patience: int = 2,
) -> float:
    """`patience` is how many seconds an answer may take."""
    headers = (
        ["-H", "Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items())]
        if cookies
        else []
    )
    load = ["-c", str(connections), "-d", f"{seconds}s", "--timeout", f"{patience}s"]
    return _run([*load, *headers, _loopback(address)], host=address)


@contextlib.contextmanager
def flooding(address: str, connections: int = CONNECTIONS) -> Iterator[None]:
    """Asks for a page as fast as it can, for as long as the context lasts, whatever is answered."""
    host = address.split("/")[2]
    command = ["nice", "-n", "19", "wrk", "-t", "2", "-c", str(connections), "-d", "600s", "-H", f"Host: {host}", _loopback(address)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        time.sleep(1)
        try:
            yield
        finally:
            process.kill()


def rate_of_posts(address: str, token_and_body: list[tuple[str, str]], connections: int) -> float:
    """Sends each form once. The rate is of the answers that accept it (303)."""
    host = address.split("/")[2]
    with tempfile.TemporaryDirectory() as folder:
        forms = pathlib.Path(folder, "forms")
        forms.write_text("".join(f"{token} {body}\n" for token, body in token_and_body))
        script = pathlib.Path(__file__).with_name("posts.lua")
        command = [
            "-c", str(connections), "-d", "15s", "-s", str(script), _loopback(address), "--",
            str(forms), host,
        ]  # fmt: skip
        said = _wrk(command)
    accepted, seconds = re.search(r"accepted (\d+) in ([\d.]+) s", said).groups()
    assert int(accepted) > len(token_and_body) * 0.9, said
    return int(accepted) / float(seconds)


def _run(arguments: list[str], host: str) -> float:
    said = _wrk(["-H", f"Host: {host.split('/')[2]}", *arguments])
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)|Socket errors: .*", said)
    assert not bad, said
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])


def _wrk(arguments: list[str]) -> str:
    result = subprocess.run(["wrk", "-t", "2", *arguments], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def _loopback(address: str) -> str:
    """wrk asks the resolver, which may not know *.localhost."""
    scheme, _, host, *path = address.split("/")
    return f"{scheme}//127.0.0.1:{host.rpartition(':')[2]}/{'/'.join(path)}"
