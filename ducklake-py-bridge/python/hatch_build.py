"""Puts the jars into the wheel and gives it the tag of the platform whose native libraries they hold.

QUACKLAKE_CLASSPATH_FILE names a file with the run-time class path, QUACKLAKE_JAR the module's own jar; Maven sets both.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any, Optional

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# For each platform: the wheel's tag, and the marks by which the jars name their native libraries for it.
PLATFORMS = {
    ("Linux", "x86_64"): ("manylinux_2_28_x86_64", ("linux_amd64", "/Linux/x86_64/")),
    ("Linux", "aarch64"): ("manylinux_2_28_aarch64", ("linux_arm64", "/Linux/aarch64/")),
    ("Darwin", "x86_64"): ("macosx_11_0_x86_64", ("macos_amd64", "macos_universal", "/Mac/x86_64/")),
    ("Darwin", "arm64"): ("macosx_11_0_arm64", ("macos_arm64", "macos_universal", "/Mac/aarch64/")),
    ("Windows", "AMD64"): ("win_amd64", ("windows_amd64", "/Windows/x86_64/")),
}

# Jars that carry natives for every platform, with how the names of those begin: only ours are kept.
ALL_PLATFORM_JARS = {"duckdb_jdbc": "libduckdb_java.so_", "sqlite-jdbc": "org/sqlite/native/"}

# Only the command line logs; a library in somebody's process stays silent. So the two have different class paths.
COMMAND_LINE_ONLY = ("ducklake-cli-", "picocli-", "slf4j-simple-")
PYTHON_ONLY = ("ducklake-py-bridge-", "arrow-c-data-", "slf4j-nop-")


# The native library for object stores is unpacked here rather than by every process into its temporary directory: a folder of the
# library path, and also of the class path, where a JVM that ran before we came looks for it.
NATIVE_JAR = "opendal-"
NATIVE_FOLDER = "ducklake/jars/native"


class JarsHook(BuildHookInterface):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        listing = os.environ.get("QUACKLAKE_CLASSPATH_FILE")
        own = os.environ.get("QUACKLAKE_JAR")
        if not listing or not own:
            raise RuntimeError("The wheel is built by Maven: mvn -pl ducklake-py-bridge -am package")
        machine = (platform.system(), platform.machine())
        if machine not in PLATFORMS:
            raise RuntimeError(f"No wheel can be built on {machine}; known are {sorted(PLATFORMS)}")
        tag, marks = PLATFORMS[machine]
        self.staging = tempfile.mkdtemp(prefix="quacklake-jars-")
        jars = [Path(p) for p in Path(listing).read_text().strip().split(os.pathsep)] + [Path(own)]
        for jar in jars:
            if not jar.is_file():
                raise RuntimeError(f"{jar} is on the class path but is no file; build with the phase package")
            libraries = self._native_libraries(jar)
            if libraries:
                for library, name in libraries:
                    build_data["force_include"][str(library)] = f"{NATIVE_FOLDER}/{name}"
                continue
            source = self._trimmed(jar, marks) or jar
            build_data["force_include"][str(source)] = f"ducklake/jars/{_folder(jar.name)}{jar.name}"
        build_data["force_include"][str(Path(self.root).parent.parent / "LICENSE")] = "ducklake/LICENSE"
        build_data["tag"] = f"py3-none-{tag}"
        build_data["pure_python"] = False

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        shutil.rmtree(self.staging, ignore_errors=True)

    def _native_libraries(self, jar: Path) -> list[tuple[Path, str]]:
        """The libraries of a jar that has nothing else, unpacked; none for other jars."""
        if not jar.name.startswith(NATIVE_JAR):
            return []
        found = []
        with zipfile.ZipFile(jar) as archive:
            for entry in archive.infolist():
                if entry.filename.startswith("native/") and not entry.is_dir():
                    archive.extract(entry, self.staging)
                    found.append((Path(self.staging) / entry.filename, entry.filename))
        return found

    def _trimmed(self, jar: Path, marks: tuple[str, ...]) -> Optional[Path]:
        natives = next((p for name, p in ALL_PLATFORM_JARS.items() if jar.name.startswith(name)), None)
        if natives is None:
            return None
        trimmed = Path(self.staging) / jar.name
        kept = 0
        with zipfile.ZipFile(jar) as old, zipfile.ZipFile(trimmed, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in old.infolist():
                if entry.filename.startswith(natives) and not entry.is_dir():
                    if not any(mark in entry.filename for mark in marks):
                        continue
                    kept += 1
                new.writestr(entry, old.read(entry))
        if kept == 0:
            raise RuntimeError(f"{jar.name} has no native library for this platform ({', '.join(marks)})")
        return trimmed


def _folder(jar: str) -> str:
    if jar.startswith(COMMAND_LINE_ONLY):
        return "cli/"
    if jar.startswith(PYTHON_ONLY):
        return "python/"
    return ""


if sys.version_info < (3, 9):
    raise RuntimeError("Python 3.9 or later is needed")
