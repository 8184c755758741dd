"""What keeps a reader that a file has taken over from the machine: namespaces by bubblewrap, where they can be made.

`NAMESPACES`: no network, no process but its own and no user but itself to be seen; of the files only the programs that
it needs, to be read, and an empty /tmp of its own; it ends with us. `USER`, where we are root and namespaces cannot be
made (most containers): another user, who owns nothing. `LIMITS`: neither. At all levels the environment is empty but
for what the programs need, no right can be gained by starting a program, and no memory is written to disk by a crash;
where libseccomp is installed, calls of the system that lead to others are refused; and limits on time and memory are
set besides, by `corpus.sandbox`.
"""

from __future__ import annotations

import ctypes
import errno
import logging
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path

from corpus import memory

NOBODY = 65534  # the user and group of those who own nothing, on every Linux
ROOM = 2 * 2**30  # bytes that a reader may write below its /tmp: the pages that go to OCR
_SHARED = 64 * 2**20  # and below /dev/shm, where OCRmyPDF's processes have their locks

_PACKAGE = Path(__file__).resolve().parent
# Debian's programs with their libraries, and what of /etc and /var they look up: which program a name stands for, where
# libraries lie, fonts. Nothing there is secret, and what is missing is left out.
_SYSTEM = (
    "/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc/alternatives", "/etc/ld.so.cache", "/etc/fonts",
    "/var/lib/ghostscript", "/var/cache/fontconfig",
)  # fmt: skip
_PATH = ("/usr/local/bin", "/usr/bin", "/bin")
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38  # linux/prctl.h
_SECCOMP = "libseccomp.so.2"
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM  # seccomp.h: SCMP_ACT_ALLOW, SCMP_ACT_ERRNO
# To reach others: the network and sockets of this machine, other processes, their keys; and what changes the machine or
# is a door to its kernel that few have tried. io_uring would do what is refused here past any filter.
_REFUSED = (
    "socket", "ptrace", "process_vm_readv", "process_vm_writev", "add_key", "request_key", "keyctl", "io_uring_setup",
    "unshare", "setns", "mount", "umount2", "pivot_root", "fsopen", "open_tree", "move_mount", "open_by_handle_at",
    "bpf", "perf_event_open", "userfaultfd", "init_module", "finit_module", "delete_module", "kexec_load",
    "kexec_file_load", "acct", "quotactl", "swapon", "swapoff", "reboot",
)  # fmt: skip

_log = logging.getLogger(__name__)


class Isolation(StrEnum):
    """How readers are kept apart from the machine, the strongest first."""

    NAMESPACES = "namespaces"
    USER = "user"
    LIMITS = "limits"


@dataclass(slots=True)
class Cell:
    """Where one reader runs: `command` starts a Python there with the arguments that follow. `close` it after use.

    What it takes counts with what all others take (`corpus.memory`).
    """

    isolation: Isolation
    command: Sequence[str]
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="beslutsminne-")))
    _reader: memory.Reader | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        if self.isolation is Isolation.USER:
            os.chown(self.folder, NOBODY, NOBODY)

    def start(self, *arguments: str, pass_fds: Sequence[int] = ()) -> subprocess.Popen[bytes]:
        """Start a Python with `arguments`, in a session of its own that can be killed whole.

        Beside the handles `pass_fds` it has none of ours: what it prints is lost, and comes into no log.
        """
        other = NOBODY if self.isolation is Isolation.USER else None
        process = subprocess.Popen(  # noqa: S603 - our own interpreter
            [*self.command, *arguments],
            pass_fds=pass_fds,
            env=_environment(self.folder),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            user=other,
            group=other,
            extra_groups=None if other is None else [],
        )
        self._reader = memory.READERS.count(process)
        return process

    @property
    def given_up(self) -> int | None:
        """The bytes that all readers may take together, where this one was ended because they took more."""
        return self._reader.given_up if self._reader else None

    def close(self) -> None:
        """Remove what a reader that has ended left."""
        if self._reader:
            self._reader.counted_by.release(self._reader)
            self._reader = None
        shutil.rmtree(self.folder, ignore_errors=True)


def cell(kind: Isolation | None = None) -> Cell:
    """A new place for a reader: of `kind`, or else of the strongest that works here."""
    kind = kind or isolation()
    python = (sys.executable, "-P", "-s")  # nothing is imported from where it stands, nor from a home
    return Cell(kind, (*_walls(), *python) if kind is Isolation.NAMESPACES else python)


@cache
def isolation() -> Isolation:
    """The strongest kind of isolation that works here: tried once, by starting a Python that can import us."""
    if sys.platform == "linux" and _seccomp() is None:
        _log.warning("%s is not installed: readers run without a filter of system calls", _SECCOMP)
    for kind in Isolation:
        if (kind is Isolation.NAMESPACES and _bubblewrap() is None) or (kind is Isolation.USER and os.geteuid() != 0):
            continue
        tried = cell(kind)
        try:
            if tried.start("-c", "import corpus").wait(60) == 0:
                return kind
        finally:
            tried.close()
    return Isolation.LIMITS


def give_up_rights() -> None:
    """What a reader does first, in its own process: what it has given up, no file can make it take back."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    for option, value in ((_PR_SET_NO_NEW_PRIVS, 1), (_PR_SET_PDEATHSIG, signal.SIGKILL)):
        if libc.prctl(option, value, 0, 0, 0):
            raise OSError(ctypes.get_errno(), "prctl")
    # Where memory runs out, the system is to end a reader and not the service.
    Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    if library := _seccomp():
        _refuse_calls(library)


def _seccomp() -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(_SECCOMP)
    except OSError:
        return None


def _refuse_calls(library: ctypes.CDLL) -> None:
    """Have the calls `_REFUSED` answered with EPERM, here and in all that is started from here (seccomp(2))."""
    library.seccomp_init.argtypes, library.seccomp_init.restype = [ctypes.c_uint32], ctypes.c_void_p
    rule = library.seccomp_rule_add_array
    rule.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint, ctypes.c_void_p]
    library.seccomp_load.argtypes = library.seccomp_release.argtypes = [ctypes.c_void_p]
    calls = library.seccomp_init(_ALLOW)
    for name in _REFUSED:
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number >= 0 and (error := rule(calls, _REFUSE, number, 0, None)):  # below 0 where this machine has no such
            raise OSError(-error, f"seccomp: {name}")
    if error := library.seccomp_load(calls):
        raise OSError(-error, "seccomp")
    library.seccomp_release(calls)


def _bubblewrap() -> str | None:
    return shutil.which("bwrap", path=os.pathsep.join(_PATH))


def _walls() -> tuple[str, ...]:
    """The call of bubblewrap: what is not named here does not exist inside."""
    seen = [path for path in _SYSTEM if Path(path).exists()]
    seen += [path for path in dict.fromkeys((sys.prefix, sys.base_prefix)) if not Path(path).is_relative_to("/usr")]
    bound = [option for path in (*seen, str(_PACKAGE)) for option in ("--ro-bind", path, path)]
    return (
        str(_bubblewrap()), "--unshare-user", "--unshare-all", "--disable-userns", "--cap-drop", "ALL",
        "--uid", str(NOBODY), "--gid", str(NOBODY), "--die-with-parent", "--new-session",
        "--size", str(ROOM), "--tmpfs", "/tmp",  # noqa: S108 - its own, and before what may lie below ours
        "--proc", "/proc", "--dev", "/dev", "--size", str(_SHARED), "--tmpfs", "/dev/shm", "--remount-ro", "/dev",  # noqa: S108
        *bound, "--remount-ro", "/", "--chdir", "/tmp", "--setenv", "TMPDIR", "/tmp", "--",  # noqa: S108
    )  # fmt: skip


def _environment(folder: Path) -> Mapping[str, str]:
    """All that a reader's environment holds; nothing of ours goes along."""
    return {
        "PATH": os.pathsep.join(_PATH), "LANG": "C.UTF-8", "PYTHONPATH": str(_PACKAGE.parent), "TMPDIR": str(folder),
    }  # fmt: skip
