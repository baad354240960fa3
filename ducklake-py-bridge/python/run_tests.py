"""Installs the built wheel into a venv of its own and runs the Python tests there; run by Maven in the phase integration-test."""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheel", type=Path, help="the folder with the wheel, if not wheel in the target")
    parser.add_argument("--target", required=True, type=Path, help="where the venv and the reports go")
    parser.add_argument("--select", nargs="?", default="", help="pytest's -k")
    parser.add_argument("--prepare-only", action="store_true", help="make the venv, install the wheel, run nothing")
    arguments = parser.parse_args()
    arguments.target = arguments.target.resolve()
    (wheel,) = (arguments.wheel or arguments.target / "wheel").glob("*.whl")

    python = prepared_venv(arguments.target / "venv", HERE / "tests" / "requirements.txt")
    pip(python, "install", "--quiet", "--force-reinstall", "--no-deps", str(wheel))
    pip(python, "install", "--quiet", str(wheel))  # what the wheel itself requires

    if arguments.prepare_only:
        return

    reports = arguments.target / "pytest-reports"
    shutil.rmtree(reports, ignore_errors=True)
    command = [str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={reports / 'TEST-python.xml'}", "tests"]
    if arguments.select:
        command += ["-k", arguments.select]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "QUACKLAKE_TARGET": str(arguments.target)}
    sys.exit(subprocess.call(command, cwd=HERE, env=environment))


def prepared_venv(folder: Path, requirements: Path) -> Path:
    """A venv with the requirements; made anew when they or the Python changed."""
    wanted = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()
    stamp = folder / "requirements.sha256"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not stamp.is_file() or stamp.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(folder)
        pip(python, "install", "--quiet", "-r", str(requirements))
        stamp.write_text(wanted)
    return python


def pip(python: Path, *arguments: str) -> None:
    command = [str(python), "-m", "pip", "--disable-pip-version-check", *arguments]
    if subprocess.call(command) != 0:
        sys.exit(f"Failed: {' '.join(command)}")


if __name__ == "__main__":
    main()
