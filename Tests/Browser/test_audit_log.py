"""An operator verifies the audit log from a terminal; what somebody did to it behind the server's back is named."""

import base64
import subprocess
import time

import pytest
from stage.house import House
from stage.people import PAUL

# How an Ed25519 public key begins in a SubjectPublicKeyInfo (RFC 8410 section 4).
_ED25519 = bytes.fromhex("302a300506032b6570032100")
OF_RIVERSIDE = "tenant_id = (SELECT id FROM tenant WHERE slug = 'riverside')"


@pytest.fixture(scope="module")
def house(clinics, logs, tmp_path_factory):
    """With objects of its own: other houses are copies of the same clinics, and publish under the same names."""
    files = str(tmp_path_factory.mktemp("objects"))
    house = House(clinics, logs, POLYCLINIC_OBJECT_STORE="file", POLYCLINIC_FILES=files)
    yield house
    house.close()


@pytest.fixture(scope="module")
def sealed(house):
    for _ in range(2):
        house.visitor().submit("/sign-in", {"email": PAUL.email, "password": "not his password"})
    # Once in a minute is too seldom for a story.
    house.database.query("UPDATE job SET due_at = now() WHERE kind = 'audit-seal'")
    deadline = time.monotonic() + 30
    while house.database.number(f"SELECT count(*) FROM audit_publication WHERE {OF_RIVERSIDE}") == 0:
        assert time.monotonic() < deadline, "nothing was sealed and published"
        time.sleep(0.1)
    return house


def verify(house, *clinic: str) -> subprocess.CompletedProcess[str]:
    program = house.program
    return subprocess.run(
        [program.path, "audit", "verify", *clinic], env=program.settings(8080), capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def test_all_is_well(sealed):
    said = verify(sealed)
    assert (said.returncode, said.stderr) == (0, "")
    assert [line.partition(":")[0] for line in sorted(said.stdout.splitlines())] == ["hilltop", "riverside"]
    assert said.stdout.count("all as they were sealed") == 2


def test_a_row_that_was_changed_is_named(sealed):
    row = sealed.database.query(f"SELECT id FROM audit_event WHERE {OF_RIVERSIDE} ORDER BY position LIMIT 1")
    change = "UPDATE audit_event SET address = '{}' || substr(address, {}) WHERE id = '{}'"
    sealed.database.query(change.format("x", 1, row))
    try:
        said = verify(sealed, "riverside")
    finally:
        sealed.database.query(change.format("", 2, row))
    assert said.returncode == 1
    assert f"riverside: seal 1: row {row}" in said.stdout
    assert "was changed after it was sealed" in said.stdout
    assert said.stderr.strip() == "polyclinic: not as it was sealed: the audit log of riverside"
    assert verify(sealed, "riverside").returncode == 0


def test_somebody_else_can_check_a_signature(sealed, tmp_path):
    """With OpenSSL, and nothing of ours but the public key."""
    key = sealed.program.run("audit", "key").partition(":")[2]
    (tmp_path / "key").write_bytes(_ED25519 + base64.b64decode(key))
    seal = f"FROM audit_seal WHERE {OF_RIVERSIDE} AND number = 1"
    head, signature = sealed.database.query(
        f"SELECT encode(convert_to(head, 'UTF8'), 'hex'), encode(signature, 'hex') {seal}"
    ).split("|")
    (tmp_path / "head").write_bytes(bytes.fromhex(head))
    (tmp_path / "signature").write_bytes(bytes.fromhex(signature))
    assert openssl_verifies(tmp_path)
    (tmp_path / "head").write_bytes(bytes.fromhex(head).replace(b"number 1\n", b"number 2\n"))
    assert not openssl_verifies(tmp_path)


def openssl_verifies(folder) -> bool:
    command = [
        "openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", folder / "key", "-rawin",
        "-in", folder / "head", "-sigfile", folder / "signature",
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_clinic_that_is_not_there(sealed):
    assert "there is no tenant 'nowhere'" in verify(sealed, "nowhere").stderr


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("POLYCLINIC_AUDIT_KEY", "", "POLYCLINIC_AUDIT_KEY is not set"),
        ("POLYCLINIC_AUDIT_KEY", "1:" + base64.b64encode(bytes(31)).decode(), "has 31 bytes, not 32"),
        ("POLYCLINIC_AUDIT_KEY", "1", "a key is id:base64 of 32 bytes"),
        (
            "POLYCLINIC_AUDIT_RETIRED_KEYS", "1:" + base64.b64encode(bytes(32)).decode(),
            "each needs an id of its own",
        ),
    ],
)  # fmt: skip
def test_nothing_starts_without_a_key(house, name, value, complaint):
    with pytest.raises(RuntimeError, match=complaint):
        house.program.having(**{name: value}).run("audit", "key")
