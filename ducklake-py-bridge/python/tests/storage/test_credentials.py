"""Credentials from where the vendors' own programs have them, as requests show them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import ducklake
import servers

PROGRAM = """
import sys
import ducklake
options = {"endpoint": sys.argv[2], "max_retries": "0", "request_timeout": "30s"}
with ducklake.connect(sys.argv[1], storage_options=options) as session:
    print(session.table("main.t").to_arrow().num_rows)
"""


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> str:
    address = f"sqlite:///{tmp_path_factory.mktemp('credentials')}/lake.sqlite"
    data = f"s3://lake/credentials-{os.urandom(4).hex()}/"
    options = servers.s3().options()
    with ducklake.connect(address, data_path=data, create=True, storage_options=options, data_inlining_row_limit=0) as session:
        session.create_table("main.t", [("id", "BIGINT")]).append({"id": [1, 2, 3]})
    return address


@pytest.fixture
def bucket() -> Iterator[servers.Faults]:
    server = servers.Faults(servers.s3().host)
    yield server
    server.shutdown()
    server.server_close()


def run(lake: str, bucket: servers.Faults, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    command = [sys.executable, "-c", PROGRAM, lake, f"http://{bucket.host}"]
    return subprocess.run(command, env={**clean, **environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120)


def read(lake: str, bucket: servers.Faults, environment: dict[str, str]) -> None:
    done = run(lake, bucket, environment)
    assert (done.stdout.strip(), done.returncode) == ("3", 0), done.stderr


def test_the_environment_has_a_key(lake: str, bucket: servers.Faults) -> None:
    keys = {"AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "x", "AWS_SESSION_TOKEN": "token", "AWS_REGION": "eu-west-9"}
    read(lake, bucket, keys)
    assert bucket.signed
    for authorization, token in bucket.signed:
        assert "Credential=AKIDENV/" in authorization
        assert "/eu-west-9/s3/" in authorization
        assert token == "token"


def test_a_profile_has_a_key(lake: str, bucket: servers.Faults, tmp_path: Path) -> None:
    (tmp_path / "credentials").write_text("[team]\naws_access_key_id = AKIDTEAM\naws_secret_access_key = x\n")
    (tmp_path / "config").write_text("[profile team]\nregion = eu-west-9\n")
    files = {"AWS_SHARED_CREDENTIALS_FILE": f"{tmp_path}/credentials", "AWS_CONFIG_FILE": f"{tmp_path}/config"}
    read(lake, bucket, {"AWS_PROFILE": "team", **files})
    assert bucket.signed
    assert all("Credential=AKIDTEAM/" in authorization for authorization, _ in bucket.signed)


def test_no_key_anywhere_is_said_so(lake: str, bucket: servers.Faults, tmp_path: Path) -> None:
    none = {name: f"{tmp_path}/none" for name in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE")}
    done = run(lake, bucket, {**none, "AWS_EC2_METADATA_DISABLED": "true"})
    assert done.returncode != 0
    assert "no credentials were found" in done.stderr
