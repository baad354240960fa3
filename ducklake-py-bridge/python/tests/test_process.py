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
        try:
            threading.Timer(0.02, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
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


CALLERS = "[thread for thread in threading.enumerate() if thread.name == 'ducklake-call']"


def test_calls_of_the_main_thread_share_one_thread_and_others_need_none() -> None:
    code = f"""
    {OPEN}
    import threading
    table = session.table("t")
    seen = {{thread.ident for _ in range(50) if table.count() == 24 for thread in {CALLERS}}}
    other = threading.Thread(target=lambda: print(table.count(), table.to_arrow().num_rows))
    other.start()
    other.join()
    print(len(seen), len({CALLERS}))
    """
    assert check(code).split("\n") == ["24 24", "1 1"]


def test_a_call_that_was_interrupted_ends_its_thread_when_it_is_done() -> None:
    code = f"""
    {OPEN}
    import os, signal, threading, time
    signal.signal(signal.SIGINT, signal.default_int_handler)
    from ducklake import _jvm
    table = session.table("t")
    dropped = []
    latch = _jvm.java("java.util.concurrent.CountDownLatch")(1)
    def call():
        threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
        latch.await_()
        return "late"
    for _ in range(3):
        try:
            _jvm.interruptible(call, lambda: None, dropped.append)
        except KeyboardInterrupt:
            print(table.count(), len({CALLERS}))
    latch.countDown()
    for thread in list(_jvm._abandoned):
        thread.join(60)
    print(dropped, table.count(), len({CALLERS}))
    """
    assert check(code).split("\n") == ["24 2", "24 3", "24 4", "['late', 'late', 'late'] 24 1"]


def test_a_signal_handler_may_read_while_a_read_is_waited_for() -> None:
    code = f"""
    {OPEN}
    import os, signal, threading
    from ducklake import _jvm
    table = session.table("t")
    signal.signal(signal.SIGUSR1, lambda *_: print("in the handler", table.count()))
    def call():
        threading.Timer(0.1, lambda: os.kill(os.getpid(), signal.SIGUSR1)).start()
        _jvm.java("java.lang.Thread").sleep(1_000)
        return "done"
    print(_jvm.interruptible(call, lambda: None, lambda _: None), table.count(), len({CALLERS}))
    """
    assert check(code).split("\n") == ["in the handler 24", "done 24 1"]


def test_rows_that_are_written_may_be_read_meanwhile(tmp_path: Path) -> None:
    code = f"""
    import ducklake, pyarrow as pa, threading
    session = ducklake.connect("sqlite:///" + {str(tmp_path / "lake.sqlite")!r}, create=True)
    session.create_table("source", [("id", "BIGINT")])
    session.create_table("copy", [("id", "BIGINT")])
    session.table("source").append({{"id": list(range(1000))}})
    schema = pa.schema([("id", pa.int64())])
    def batches():
        for i in range(10):
            yield from session.table("source").to_arrow(where=f"id = {{i}}").cast(schema).to_batches()
    session.table("copy").append(pa.RecordBatchReader.from_batches(schema, batches()))
    session.table("copy").append(session.table("source"))
    print(session.table("copy").count(), len({CALLERS}))
    """
    assert check(code) == "1010 1"


@pytest.mark.parametrize("state", ["at rest", "in a call that was given up", "in a call that returns now", "at the end"])
def test_the_process_ends_quietly_whatever_its_calls_are_at(state: str) -> None:
    endings = {
        "at rest": "",
        "in a call that was given up": "give_up(60_000)",
        "in a call that returns now": "give_up(300)",
        "at the end": "import atexit\natexit.register(lambda: print(table.count(), flush=True))",
    }
    code = f"""
import os, signal, threading, atexit
{"early = atexit.register(lambda: print(table.count(), flush=True))" if state == "at the end" else ""}
{OPEN}
from ducklake import _jvm
signal.signal(signal.SIGINT, signal.default_int_handler)
table = session.table("t")
def give_up(milliseconds):
    def call():
        threading.Timer(0.1, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
        _jvm.java("java.lang.Thread").sleep(milliseconds)
    try:
        _jvm.interruptible(call, lambda: None, lambda _: None)
    except KeyboardInterrupt:
        pass
print(table.count(), flush=True)
{endings[state]}
"""
    for _ in range(2):
        done = run(code)
        assert (done.returncode, set(done.stdout.split()), done.stderr) == (0, {"24"}, "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_child_that_is_forked_before_java_starts_works() -> None:
    code = f"""
    import ducklake, os
    children = []
    for _ in range(2):
        child = os.fork()
        if child == 0:
            {OPEN.split("; ", 1)[1]}
            os._exit(session.table("t").count() + len(session.table("t").to_arrow()))
        children.append(child)
    print([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children])
    """
    assert check(code) == "[48, 48]"


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


def test_options_of_the_user_decide_on_the_heap() -> None:
    from ducklake import _jvm

    code = f"""
    {OPEN}
    from ducklake import _jvm
    beans = _jvm.java("java.lang.management.ManagementFactory").getGarbageCollectorMXBeans()
    heap = _jvm.java("java.lang.Runtime").getRuntime().maxMemory()
    print(session.table("t").count(), str(beans[0].getName()), int(heap) <= 64 << 20)
    """
    assert check(code, DUCKLAKE_JAVA_OPTIONS="") == "24 Copy False"
    assert check(code, DUCKLAKE_JAVA_OPTIONS="-XX:+UseG1GC") == "24 G1 Young Generation False"
    assert check(code, DUCKLAKE_JAVA_OPTIONS="-XX:+UseParallelGC -Xmx64m") == "24 PS MarkSweep True"
    assert _jvm.heap_flags("-Xmx20m") == []
    assert _jvm.heap_flags("-Dx=y") != []


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


def test_python_collects_its_garbage_for_java_but_not_each_time() -> None:
    code = f"""
    import gc, time
    {OPEN}
    from ducklake import _jvm
    print(session.table("t").count())
    system, weak = _jvm.java("java.lang.System"), _jvm.java("java.lang.ref.WeakReference")
    cycle = [_jvm.java("java.util.ArrayList")()]
    held = weak(cycle[0])
    cycle.append(cycle)
    del cycle  # the list of Java's is held by garbage of Python's
    collected = []
    gc.set_threshold(0)  # only Java's wish counts
    gc.callbacks.append(lambda phase, info: collected.append(info["generation"]) if phase == "stop" else None)
    deadline = time.monotonic() + 60
    while held.get() is not None and time.monotonic() < deadline:
        system.gc()
        time.sleep(0.02)
    print(held.get() is None)
    for _ in range(50):
        system.gc()
        time.sleep(0.02)
    print(1 <= len(collected) <= 3)
    """
    assert check(code).splitlines()[1:] == ["True", "True"]
