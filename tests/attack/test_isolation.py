"""What a reader that a file has taken over can reach: asked from inside, by a script that is started as it is."""

import contextlib
import errno
import json
import os
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest

from corpus import isolation
from corpus.isolation import NOBODY, ROOM, Isolation
from corpus.sandbox import Sandbox

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "corpus"

namespaces = pytest.mark.skipif(
    isolation.isolation() is not Isolation.NAMESPACES, reason="bubblewrap is not installed or can make no namespaces"
)
# Another user cannot start a Python that lies in somebody's home, as the one of the tests may: the system's will do.
PYTHON = shutil.which("python3", path="/usr/bin") or sys.executable
HERE = [
    pytest.param(Isolation.NAMESPACES, marks=namespaces),
    pytest.param(Isolation.USER, marks=pytest.mark.skipif(os.geteuid() != 0, reason="not root")),
    Isolation.LIMITS,
]
# A function `tried` for what may be refused, and at the end what was found out, as JSON.
PROBE = """
import json, os, sys
from corpus import isolation
if int(sys.argv[2]):
    isolation.give_up_rights()
def tried(act):
    try:
        return act()
    except OSError as error:
        return type(error).__name__
{}
with open(int(sys.argv[1]), "w") as told:
    json.dump(answer, told)
"""

Ask = Callable[..., Any]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Return what runs lines of Python as a reader of a kind would run, and gives what they made of `answer`.

    Those walls that stand around it are tried without what a reader gives up besides.
    """

    def run(kind: Isolation, lines: str, *, given_up: bool = True) -> Any:
        if kind is Isolation.USER:
            monkeypatch.setattr(sys, "executable", PYTHON)
        theirs, ours = os.pipe()
        cell = isolation.cell(kind)
        try:
            process = cell.start("-c", PROBE.format(lines), str(ours), str(int(given_up)), pass_fds=[ours])
            os.close(ours)
            with open(theirs, encoding="utf-8") as told:
                answer = told.read()
            assert process.wait(60) == 0
        finally:
            cell.close()
        return json.loads(answer)

    return run


@pytest.fixture
def listening() -> Iterator[int]:
    """Return a port of this machine where something listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@namespaces
def test_there_is_no_network(ask: Ask, listening: int) -> None:
    """Not even to this machine; without namespaces the same lines do reach it."""
    lines = (
        f"import socket\nanswer = tried(lambda: socket.create_connection(('127.0.0.1', {listening}), 5) and 'reached')"
    )
    assert ask(Isolation.LIMITS, lines, given_up=False) == "reached"
    assert ask(Isolation.NAMESPACES, lines, given_up=False) == "ConnectionRefusedError"
    interfaces = "import socket\nanswer = [name for _, name in socket.if_nameindex()]"
    assert ask(Isolation.NAMESPACES, interfaces, given_up=False) == ["lo"]


@namespaces
def test_files_outside_do_not_exist(ask: Ask, tmp_path: Path) -> None:
    """Neither those of the archive, nor of the checkout or installation beside the package, nor of the system."""
    (tmp_path / "catalogue.sqlite").write_text("hemligt", "utf-8")
    paths = [str(tmp_path / "catalogue.sqlite"), str(ROOT / "pyproject.toml"), "/etc/passwd", "/var/log", "/srv"]
    lines = f"answer = [tried(lambda: bool(os.stat(path))) for path in {paths!r}]"
    assert ask(Isolation.LIMITS, lines)[:3] == [True] * 3
    assert ask(Isolation.NAMESPACES, lines) == ["FileNotFoundError"] * 5


@namespaces
def test_only_its_own_tmp_can_be_written(ask: Ask, tmp_path: Path) -> None:
    """And that has a size, and is seen by nobody else."""
    places = ["/", "/usr", "/dev", str(PACKAGE), os.path.dirname(os.__file__), "/tmp"]
    lines = (
        "def write(place):\n    with open(place + '/skrivet-av-en-läsare', 'w') as file: return bool(file)\n"
        f"answer = [tried(lambda: write(place)) for place in {places!r}]\n"
        "room = os.statvfs('/tmp')\nanswer.append(room.f_frsize * room.f_blocks)"
    )
    *written, room = ask(Isolation.NAMESPACES, lines)
    assert written == ["OSError"] * 5 + [True]  # OSError: a file system that is read-only
    assert room == ROOM
    assert not Path("/tmp/skrivet-av-en-läsare").exists()


@namespaces
def test_no_other_process_can_be_seen(ask: Ask) -> None:
    lines = (
        "seen = [int(name) for name in os.listdir('/proc') if name.isdigit()]\n"
        f"answer = [len(seen), tried(lambda: os.kill({os.getpid()}, 0))]"
    )
    number, killed = ask(Isolation.NAMESPACES, lines)
    assert number == 2  # itself, and what bubblewrap leaves to reap
    assert killed == "ProcessLookupError"


@namespaces
def test_no_further_namespaces_can_be_made(ask: Ask) -> None:
    """Which would give it rights over parts of the system that few have tried."""
    lines = "import ctypes\nanswer = ctypes.CDLL(None).unshare(0x10000000)"  # CLONE_NEWUSER
    assert ask(Isolation.LIMITS, lines, given_up=False) == 0
    assert ask(Isolation.NAMESPACES, lines, given_up=False) == -1


filtered = pytest.mark.skipif(isolation._seccomp() is None, reason="libseccomp is not installed")


@filtered
@pytest.mark.parametrize("kind", HERE)
def test_calls_that_no_reader_needs_are_refused(ask: Ask, kind: Isolation, listening: int) -> None:
    """The network without namespaces too, sockets of this machine, other processes, and in what it starts as well."""
    lines = (
        "import socket, subprocess, ctypes\n"
        f"reach = lambda: socket.create_connection(('127.0.0.1', {listening}), 5)\n"
        "again = [sys.executable, '-c', 'import socket; socket.socket()']\n"
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        "libc.ptrace(16, os.getppid(), 0, 0)\nptrace = ctypes.get_errno()\n"  # PTRACE_ATTACH
        "answer = [tried(reach), tried(lambda: socket.socket(socket.AF_UNIX)), ptrace,"
        " subprocess.run(again, stderr=subprocess.PIPE).stderr.decode().split(':')[-2].split()[-1]]"
    )
    assert ask(kind, lines) == ["PermissionError", "PermissionError", errno.EPERM, "PermissionError"]


@pytest.mark.parametrize("kind", HERE)
def test_the_environment_is_empty_but_for_what_programs_need(
    ask: Ask, kind: Isolation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BESLUTSMINNE_LLM_API_KEY", "hemlig")
    names = set(ask(kind, "answer = sorted(os.environ)"))
    assert names <= {
        "PATH",
        "LANG",
        "PYTHONPATH",
        "TMPDIR",
        "PWD",
        "LC_CTYPE",
    }  # the last two are set by what starts it


@pytest.mark.parametrize("kind", HERE)
def test_it_stands_in_a_folder_of_its_own_that_goes_with_it(ask: Ask, kind: Isolation) -> None:
    """Empty, and the one where it keeps what it needs for a while."""
    lines = "import tempfile\nanswer = [os.getcwd(), tempfile.gettempdir(), os.listdir()]"
    here, aside, held = ask(kind, lines)
    assert here == aside
    assert set(held) <= set(PACKAGE.parts)  # ours, where that lies below the same name
    assert here == "/tmp" or not Path(here).exists()


@pytest.mark.parametrize("kind", HERE)
def test_it_has_no_rights_to_gain_and_none_to_take_back(ask: Ask, kind: Isolation) -> None:
    """`NoNewPrivs` as prctl(2) has it; no dump of its memory; the first to go where memory runs out."""
    lines = (
        "import resource\nstatus = dict(line.split(':', 1) for line in open('/proc/self/status'))\n"
        "answer = [status['NoNewPrivs'], status['CapEff'], os.getuid(), os.getgroups(),"
        " resource.getrlimit(resource.RLIMIT_CORE), open('/proc/self/oom_score_adj').read()]"
    )
    kept, rights, user, groups, core, first = ask(kind, lines)
    assert int(kept) == 1
    assert core == [0, 0]
    assert first == "1000\n"
    if kind is not Isolation.LIMITS:
        assert (int(rights, 16), user) == (0, NOBODY)
        assert 0 not in groups


@pytest.mark.parametrize("kind", HERE)
def test_what_it_prints_comes_into_no_log(ask: Ask, kind: Isolation, capfd: pytest.CaptureFixture[str]) -> None:
    """It could be of a paper, or pretend to be of the service."""
    assert ask(kind, "print('Anna 19121212-1212', file=sys.stderr, flush=True)\nprint('Anna')\nanswer = 1") == 1
    assert capfd.readouterr() == ("", "")


def descendants(pid: int) -> set[int]:
    """Return the processes that `pid` has started, and those that they have."""
    found = set()
    with contextlib.suppress(OSError):
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in map(int, children.read_text("ascii").split()):
                found |= {child} | descendants(child)
    return found


def lives(pid: int) -> bool:
    """Whether a process is there and not only waiting for its parent to see that it ended."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.mark.parametrize("kind", HERE)
def test_it_ends_when_the_service_is_killed(kind: Isolation, run_python: Callable[..., Popen[str]]) -> None:
    """Also one that does nothing any more but sleep."""
    script = (
        "import os, sys, time\nfrom corpus import isolation\n"
        "sleep = 'import os, sys, time; from corpus import isolation; isolation.give_up_rights();'\n"
        "sleep += 'os.write(int(sys.argv[1]), b\"1\\\\n\"); time.sleep(600)'\n"
        "kind = isolation.Isolation(sys.argv[1])\n"
        "sys.executable = sys.argv[2] if kind is isolation.Isolation.USER else sys.executable\n"
        "cell = isolation.cell(kind)\n"
        "told = os.dup(1)\n"
        "cell.start('-c', sleep, str(told), pass_fds=[told])\ntime.sleep(600)"
    )
    service = run_python(script, kind.value, PYTHON)
    assert service.stdout is not None
    assert service.stdout.readline() == "1\n"
    readers = descendants(service.pid)
    assert readers
    service.send_signal(signal.SIGKILL)
    until = time.monotonic() + 10
    while any(map(lives, readers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(lives, readers))


def test_it_does_not_end_with_the_thread_that_first_read() -> None:
    """That a thread of an upload is over costs the reader nothing: it reads the next file too."""
    with Sandbox(readers=1) as box:
        before = descendants(os.getpid())
        thread = threading.Thread(target=box.read, args=(b"Ett protokoll.", "a.txt"))
        thread.start()
        thread.join()
        reader = descendants(os.getpid()) - before
        assert reader
        time.sleep(0.2)
        (paper,) = box.read(b"Ett till.", "b.txt")
        assert paper.document
        assert descendants(os.getpid()) - before == reader


def test_what_it_leaves_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Sandbox(readers=1) as box:
        box.read(b"Ett protokoll.", "a.txt")
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []
