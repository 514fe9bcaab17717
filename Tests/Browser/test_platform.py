"""What the operator does from a shell, while the server runs."""

import base64
import os
import re
import secrets
import subprocess

from stage.people import AMIRA, PAUL
from stage.program import Server


def key(name: str) -> str:
    return f"{name}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


def test_the_figures_of_each_clinic(house):
    said = house.program.run("platform", "tenants")
    riverside = said.partition("\nriverside")[2]
    patients = house.database.number(
        "SELECT count(*) FROM patient JOIN tenant ON tenant.id = tenant_id WHERE slug = 'riverside'"
    )
    assert f"holds   {patients} patients" in riverside
    assert "files of 0 bytes" not in riverside
    failed = house.database.number("SELECT count(*) FROM outbox_message WHERE state = 'failed'")
    assert f"{failed} failed letters" in said


def test_which_migrations_were_applied(house):
    lines = house.program.run("platform", "migrations").splitlines()
    assert len(lines) == len([name for name in os.listdir("Migrations") if name[:4].isdigit()])
    assert all("\t20" in line for line in lines)


def test_another_key_takes_the_place_of_the_old_one(house, logs):
    first, second = house.program.settings(0)["POLYCLINIC_KEYS"], key("2")
    house.signed_in(PAUL)
    both = house.program.having(POLYCLINIC_KEYS=f"{first},{second}")
    assert "polyclinic platform rotate" in both.run("platform", "keys")
    assert "passwords\t" in both.run("platform", "rotate")
    assert both.run("platform", "rotate") == "0 values were put under key 2."
    assert "All is under key 2" in both.run("platform", "keys")

    # The old one is gone, and everybody still comes in, by both steps.
    house.server.stop()
    house.servers[0] = Server(house.program.having(POLYCLINIC_KEYS=second), logs / "without-the-old-key.log")
    assert house.signed_in(AMIRA).get("/schedule").status == 200


def test_every_weakness_is_named(house, tmp_path):
    secret = tmp_path / "key"
    secret.write_text(key("1"))
    secret.chmod(0o644)
    weak = house.program.having(
        POLYCLINIC_KEYS="1:" + base64.b64encode(bytes(32)).decode() + "," + key("2"),
        POLYCLINIC_AUDIT_KEY_FILE=str(secret),
        POLYCLINIC_TRUSTED_PROXIES="0.0.0.0/0",
        POLYCLINIC_S3_ENDPOINT="http://objects.example.org",
        POLYCLINIC_SMTP_URL="smtp://mail.example.org:25?tls=none",
        POLYCLINIC_MAIL_FROM="post@example.org",
    )
    settings = weak.settings(8080)
    del settings["POLYCLINIC_AUDIT_KEY"]
    house.database.query("ALTER TABLE patient NO FORCE ROW LEVEL SECURITY")
    said = weaknesses(weak, settings)
    house.database.query("ALTER TABLE patient FORCE ROW LEVEL SECURITY")
    for weakness in (
        "POLYCLINIC_ENVIRONMENT is development",
        "POLYCLINIC_BASE_DOMAIN is localhost",
        "key 1 of POLYCLINIC_KEYS is not random",
        "POLYCLINIC_KEYS still has key 1",
        "POLYCLINIC_KEYS is in the environment",
        f"everybody on the machine can read {secret}",
        "POLYCLINIC_TRUSTED_PROXIES takes in strangers",
        "POLYCLINIC_S3_ENDPOINT is not https",
        "POLYCLINIC_SMTP_URL says tls=none",
        "fsync is off",
        "clinic riverside has accounts of the demo",
        "table patient has no row-level security",
    ):
        assert weakness in said, (weakness, said)


def test_good_settings_have_none(house, tmp_path):
    files = {}
    for name in ("POLYCLINIC_KEYS", "POLYCLINIC_AUDIT_KEY", "POLYCLINIC_S3_SECRET_KEY"):
        files[name] = tmp_path / name
        files[name].write_text(key("1"))
        files[name].chmod(0o600)
    strong = house.program.having(
        POLYCLINIC_ENVIRONMENT="production",
        POLYCLINIC_BASE_DOMAIN="clinics.example.org",
        POLYCLINIC_TRUSTED_PROXIES="10.0.0.0/8",
        POLYCLINIC_S3_ENDPOINT="https://objects.example.org",
        POLYCLINIC_SMTP_URL="smtp://mail.example.org:587?tls=starttls",
        POLYCLINIC_MAIL_FROM="post@example.org",
        POLYCLINIC_CLAMAV="unix:/run/clamav/clamd.ctl",
        **{f"{name}_FILE": str(path) for name, path in files.items()},
    )
    settings = strong.settings(8080)
    for name in files:
        del settings[name]
    said = weaknesses(strong, settings)
    # The database of the tests has its own.
    assert "fsync is off" in said
    assert not re.search("POLYCLINIC|key 1|table |function |polyclinic_|migration", said), said


def weaknesses(program, settings: dict[str, str]) -> str:
    result = subprocess.run(
        [program.path, "platform", "check"], env=settings, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    return result.stdout
