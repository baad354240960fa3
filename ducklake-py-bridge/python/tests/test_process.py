"""A JVM inside a Python process: signals, forks, other users of JPype, no Java at all. Each in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

import golden

LAKE = golden.lake("time_travel", "duckdb")
OPEN = f"import ducklake; session = ducklake.connect({LAKE.address!r}, data_path={LAKE.data_path!r})"


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environment},
        check=False,
    )


def check(code: str, **environment: str) -> str:
    done = run(code, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_ctrl_c_ends_a_long_read_at_once() -> None:
    code = f"""
    import signal
    signal.signal(signal.SIGINT, signal.default_int_handler)  # it may be ignored where the tests run in the background
    {OPEN}
    from ducklake import _jvm
    table = session.table("t")
    def call():
        print("ready", flush=True)
        _jvm.java("java.lang.Thread").sleep(600_000)
    try:
        _jvm.interruptible(call, lambda: None, lambda _: None)
    except KeyboardInterrupt:
        print("interrupted", flush=True)
    print(table.count(), flush=True)
    """
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=60)  # the call itself would take ten minutes
        assert output.split() == ["interrupted", "24"]  # and the session still works
        assert process.returncode == 0
    finally:
        process.kill()


def test_ctrl_c_in_the_middle_of_rows_frees_them() -> None:
    code = f"""
    {OPEN}
    import gc, os, signal, threading, time
    signal.signal(signal.SIGINT, signal.default_int_handler)
    from ducklake import _jvm
    table = session.table("t")
    interrupted = 0
    for _ in range(20):
        threading.Timer(0.02, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
        try:
            while True:
                table.scan(batch_size=1).to_arrow()
        except KeyboardInterrupt:
            interrupted += 1
    time.sleep(1)
    gc.collect()
    print(interrupted, _jvm.java("io.quacklake.py.Exports").allocatedBytes())
    """
    assert check(code) == "20 0"


def test_rows_held_until_the_end_leave_nothing_to_complain_about(tmp_path: Path) -> None:
    code = f"{OPEN}\nrows = session.table('t').to_arrow()\nbatches = session.table('t').to_batches()\nbatches.read_next_batch()"
    done = run(code, DUCKLAKE_JAVA_OPTIONS=f"-Djava.io.tmpdir={tmp_path}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_sigterm_ends_the_process_as_ever() -> None:
    done = run(f"{OPEN}\nimport os, signal, time\nos.kill(os.getpid(), signal.SIGTERM)\ntime.sleep(60)")
    assert done.returncode == -signal.SIGTERM, done.stdout + done.stderr


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_child_is_refused_at_once() -> None:
    code = f"""
    {OPEN}
    import os
    assert session.table("t").count() == 24
    child = os.fork()
    if child == 0:
        try:
            session.table("t").count()
        except ducklake.JvmError as failure:
            assert "spawn" in str(failure)
            os._exit(7)
        os._exit(8)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), session.table("t").count())
    """
    assert check(code) == "7 24"


def test_a_child_that_is_spawned_works(tmp_path: Path) -> None:
    script = tmp_path / "spawned.py"
    script.write_text(
        textwrap.dedent(
            f"""
            import multiprocessing
            import ducklake

            def count(_):
                with ducklake.connect({LAKE.address!r}, data_path={LAKE.data_path!r}) as session:
                    return session.table("t").count()

            if __name__ == "__main__":
                assert count(None) == 24
                with multiprocessing.get_context("spawn").Pool(1) as pool:
                    print(pool.map(count, [1]))
            """
        )
    )
    assert subprocess.check_output([sys.executable, str(script)], text=True, timeout=120).strip() == "[24]"


def test_a_jvm_that_runs_already_is_joined() -> None:
    code = f"""
    import jpype
    from ducklake import _jvm
    jpype.startJVM(str(_jvm.libjvm(_jvm.find_java_home())))
    {OPEN}
    print(session.table("t").to_arrow().num_rows)
    """
    assert check(code) == "24"


def test_no_java_says_how_to_get_one(tmp_path: Path) -> None:
    code = """
    import jpype, ducklake
    from ducklake import _jvm
    _jvm._candidates = lambda: []
    try:
        ducklake.connect("ducklake:x")
    except ducklake.JvmError as failure:
        print(failure)
    """
    done = run(code, DUCKLAKE_JAVA_HOME="", JAVA_HOME="")
    assert "pip install quacklake[jre]" in done.stdout, done.stderr
    done = run(code, DUCKLAKE_JAVA_HOME=str(tmp_path))
    assert str(tmp_path) in done.stdout, done.stderr


def test_a_java_that_is_too_old_is_not_taken(tmp_path: Path) -> None:
    from ducklake import _jvm

    old = tmp_path / "old"
    (old / "lib" / "server").mkdir(parents=True)
    (old / "lib" / "server" / "libjvm.so").touch()
    (old / "release").write_text('JAVA_VERSION="11.0.2"\n')
    assert _jvm.java_version(old) == 11
    done = run("import ducklake; ducklake.connect('ducklake:x')", DUCKLAKE_JAVA_HOME=str(old))
    assert "which is Java 11" in done.stderr
    assert str(_jvm.find_java_home()) != str(old)


def test_the_command_runs_from_the_package() -> None:
    for command in ([sys.executable, "-m", "ducklake"], [str(Path(sys.executable).parent / "ducklake")]):
        address = str(LAKE.directory / "catalog.ducklake")
        done = subprocess.run(
            [*command, "--catalog", address, "--data-path", LAKE.data_path, "count", "main.t"],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert (done.returncode, done.stdout.split()[-1:]) == (0, ["24"]), done.stderr
        wrong = subprocess.run([*command, "--no-such-option"], capture_output=True, timeout=120, check=False)
        assert wrong.returncode == 2
