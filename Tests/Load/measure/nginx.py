"""nginx with one file, as the measure of static content."""

import contextlib
import pathlib
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator

from stage.program import free_port

_CONFIGURATION = """
worker_processes auto;
pid {folder}/pid;
error_log {folder}/error.log;
daemon off;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  keepalive_requests 1000000;
  default_type text/css;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen 127.0.0.1:{port} backlog=4096; root {folder}/files; }}
}}
"""


@contextlib.contextmanager
def nginx(content: bytes) -> Iterator[str]:
    """Serves the content; yields its address."""
    with tempfile.TemporaryDirectory(prefix="polyclinic-nginx-") as name:
        folder, port = pathlib.Path(name), free_port()
        folder.chmod(0o755)
        (folder / "files").mkdir()
        (folder / "files/file").write_bytes(content)
        (folder / "configuration").write_text(_CONFIGURATION.format(folder=folder, port=port))
        process = subprocess.Popen(["nginx", "-c", folder / "configuration", "-e", folder / "error.log"])
        address = f"http://127.0.0.1:{port}/file"
        try:
            _await(address)
            yield address
        finally:
            process.terminate()
            process.wait()


def _await(address: str):
    for _ in range(100):
        with contextlib.suppress(OSError), urllib.request.urlopen(address):
            return
        time.sleep(0.05)
    raise RuntimeError("nginx does not answer")
