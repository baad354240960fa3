"""Runs the README's program with both lakes of its ducklake.toml, the servers being ones on this machine: the output is to be the same."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "ducklake-py-bridge" / "python" / "tests"
sys.path[:0] = [str(ROOT / ".ci"), str(TESTS / "write"), str(TESTS / "storage")]

import postgres  # noqa: E402
import readme  # noqa: E402
import servers  # noqa: E402


def main() -> None:
    s3 = servers.s3()
    database = postgres.server().address("switch")
    text = readme.block("switch-config")
    for written, here in {
        "postgresql://ducklake@db.example.com:5432/lake": database,
        "https://s3.example.com": s3.options()["endpoint"],
    }.items():
        if written not in text:
            sys.exit(f"The README's ducklake.toml has no {written}")
        text = text.replace(written, here)
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "ducklake.toml"
        config.write_text(text)
        environment = {
            **os.environ,
            "DUCKLAKE_CONFIG": str(config),
            "AWS_ACCESS_KEY_ID": s3.options()["key_id"],
            "AWS_SECRET_ACCESS_KEY": s3.options()["secret"],
        }
        outputs = []
        for lake in ("laptop", "prod"):
            command = [sys.executable, "-c", readme.block("switch")]
            run = subprocess.run(command, cwd=ROOT, env={**environment, "DUCKLAKE_LAKE": lake}, stdout=subprocess.PIPE, text=True)
            print(f"{lake}:\n{run.stdout}")
            if run.returncode:
                sys.exit(f"The program failed with the lake {lake}")
            outputs.append(run.stdout)
    if outputs[0] != outputs[1] or "a=b c" not in outputs[0]:
        sys.exit("The program prints something else with another back-end")
    if not any("page=" in key for key in s3.keys("switch/")):
        sys.exit("Nothing was written to the bucket")


if __name__ == "__main__":
    main()
