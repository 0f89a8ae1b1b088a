"""A disk of the tests' own, which can be filled: a small tmpfs, or where mounting is not allowed a folder."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import RawIOBase
from pathlib import Path

MEGABYTES = 700
SMALLEST = 4096


@dataclass(frozen=True)
class Disk:
    """A folder for databases, and how to leave no space in it."""

    folder: Path
    is_mounted: bool

    @contextmanager
    def full(self, processes: Callable[[], list[int]]) -> Iterator[Callable[[], None]]:
        """Within, nothing more can be written here by anybody; by these processes, where nothing is mounted.

        What it gives fills again what somebody has cleared away.
        """
        if self.is_mounted:
            ballast = self.folder / "ballast"
            fill(ballast)
            yield lambda: fill(ballast)
            ballast.unlink()
            return
        limit(processes(), str(SMALLEST))
        yield lambda: None
        limit(processes(), "unlimited")


def limit(processes: Collection[int], size: str) -> None:
    """How long a file these processes may write: set by whoever owns each, as the system asks for."""
    for pid in filter(lambda one: Path(f"/proc/{one}").exists(), processes):
        owner = Path(f"/proc/{pid}").stat()
        become = ["setpriv", f"--reuid={owner.st_uid}", f"--regid={owner.st_gid}", "--clear-groups"]
        is_other = os.geteuid() != owner.st_uid
        command = [*(become if is_other else []), "prlimit", "--pid", str(pid), f"--fsize={size}:"]
        subprocess.run(command, check=True)


def fill(ballast: Path) -> None:
    """Write until not one page more fits."""
    size = 1 << 20
    with ballast.open("ab", buffering=0) as file:
        while size >= SMALLEST:
            size = size if has_written(file, size) else size // 2


def has_written(file: RawIOBase, size: int) -> bool:
    """Whether so many bytes could still be written."""
    try:
        return file.write(b"\0" * size) == size
    except OSError:
        return False


def has_mounted(command: list[str]) -> bool:
    """Whether mounting is allowed here, and done."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@contextmanager
def small_disk() -> Iterator[Disk]:
    """A disk for one run of the tests."""
    folder = Path(tempfile.mkdtemp(prefix="clinic-faults-"))
    command = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=0755", "clinic-faults", str(folder)]
    is_mounted = os.geteuid() == 0 and has_mounted(command)
    folder.chmod(0o755)  # PostgreSQL, which is somebody else, has to pass
    try:
        yield Disk(folder, is_mounted)
    finally:
        if is_mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
        shutil.rmtree(folder, ignore_errors=True)
