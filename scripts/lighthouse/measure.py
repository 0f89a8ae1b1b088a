"""What Lighthouse says of the patient's pages and of the sign-in page, on its mobile profile.

Serves a clinic of its own (a database that is thrown away, a free port of this machine), walks a patient
through the form, and measures each page as a phone would meet it. Ends with 1 where a page misses a goal.
A page that misses one is measured twice more, as a busy machine moves the figures; the middle one counts.
Words after the command name the pages. Needs node and npm; `make lighthouse` runs it, `make test` does not.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100}
FLAGS = "--headless=new --no-sandbox --disable-gpu"
SECTION = "/i/form/questions/medicines/"

os.chdir(ROOT)
sys.path.insert(0, str(ROOT))


def environment(folder: Path, port: int) -> dict[str, str]:
    """What the clinic is started with."""
    subprocess.run([sys.executable, "scripts/demo_keys.py", str(folder / "keys.env")], check=True)
    lines = (folder / "keys.env").read_text().splitlines()
    keys = dict(line.split("=", 1) for line in lines if "=" in line)
    return {
        **keys,
        "DEMO": "true",
        "ALLOWED_HOSTS": "127.0.0.1,testserver",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "STATIC_ROOT": str(folder / "static"),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "DJANGO_SETTINGS_MODULE": "clinic.settings",
    }


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(port: int) -> Iterator[None]:
    """The clinic, as `make run` serves it."""
    for command in (["migrate"], ["collectstatic", "--noinput"], ["load_starter"]):
        subprocess.run([sys.executable, "manage.py", *command], check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen([
        str(ROOT / ".venv/bin/granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--blocking-threads", "4", "--log-level", "warning", "clinic.wsgi:application",
    ])  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz/ready")
        yield
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(url: str) -> None:
    """Wait until an address answers; TimeoutError after a minute."""
    until = time.monotonic() + 60
    while not answers(url):
        if time.monotonic() > until:
            raise TimeoutError(url)
        time.sleep(0.2)


def answers(url: str) -> bool:
    """Whether an address answers."""
    try:
        with urlopen(url, timeout=5):  # noqa: S310 - our own server
            return True
    except (URLError, ConnectionError):
        return False


def pages() -> Iterator[tuple[str, str, str]]:
    """Each page: its name, its path, and the session it is seen with."""
    import django  # noqa: PLC0415 - reads the environment

    django.setup()
    from tests.intake.patients import make_link, open_form  # noqa: PLC0415 - after setup

    _, token = make_link()
    asked, done = open_form(), open_form()
    yield ("way in", f"/i/{token}/", "")
    asked.answer_all(takes_medicines="no")
    cookie = asked.client.cookies["clinic_session"].value
    yield ("section", SECTION, cookie)
    yield ("check", "/i/form/check/", cookie)
    asked.declare()
    yield ("treatment", "/i/form/treatment/", cookie)
    yield ("consent", "/i/form/consent/", cookie)
    done.answer_all()
    done.submit()
    yield ("plan", "/i/plan/", done.client.cookies["clinic_session"].value)
    yield ("sign in", "/accounts/sign-in/", "")


def measured(url: str, cookie: str, folder: Path) -> Mapping[str, object]:
    """Lighthouse's report of one page."""
    report = folder / "report.json"
    command = [
        str(HERE / "node_modules/.bin/lighthouse"), url, "--quiet", "--output=json",
        f"--output-path={report}",
        f"--only-categories={','.join(GOALS)}", f"--chrome-flags={FLAGS}", "--max-wait-for-load=30000",
    ]  # fmt: skip
    if cookie:
        headers = folder / "headers.json"
        headers.write_text(json.dumps({"Cookie": f"clinic_session={cookie}"}))
        command += [f"--extra-headers={headers}", "--disable-storage-reset"]
    for tries_left in (2, 1, 0):  # a busy machine now and then loses the beginning of a recording
        if not subprocess.run(command, check=not tries_left).returncode:
            break
    found: Mapping[str, object] = json.loads(report.read_text())
    return found


def scores(report: Mapping[str, object]) -> dict[str, int]:
    """The score of each category, of 100."""
    categories = report["categories"]
    assert isinstance(categories, dict)  # noqa: S101 - Lighthouse's format
    return {name: round(100 * categories[name]["score"]) for name in GOALS}


def complaints(report: Mapping[str, object]) -> list[str]:
    """What is not as it should be; the scores where no one thing is to blame."""
    audits, categories = report["audits"], report["categories"]
    assert isinstance(audits, dict)  # noqa: S101 - Lighthouse's format
    assert isinstance(categories, dict)  # noqa: S101 - Lighthouse's format
    weighed = [ref["id"] for name in GOALS for ref in categories[name]["auditRefs"] if ref["weight"]]
    rated = {ref: audits[ref]["score"] for ref in weighed}
    found = [
        f"{ref}: {audits[ref]['title']}" for ref, score in rated.items() if score is not None and score < 0.9
    ]
    return found or [str(scores(report))]


def misses(report: Mapping[str, object]) -> bool:
    """Whether a page misses a goal."""
    found = scores(report)
    return any(found[goal] < least for goal, least in GOALS.items())


def middle(url: str, cookie: str, folder: Path) -> Mapping[str, object]:
    """The report that counts: the first where it meets the goals, or that of three with the middle score."""
    reports = [measured(url, cookie, folder)]
    if misses(reports[0]):
        reports += [measured(url, cookie, folder) for _ in range(2)]
    return sorted(reports, key=lambda report: sum(scores(report).values()))[len(reports) // 2]


def measure(folder: Path, wanted: list[str]) -> Iterator[str]:
    """Measure the pages and print a row for each; what misses a goal."""
    port = free_port()
    os.environ.update(environment(folder, port))
    os.environ.setdefault("CHROME_PATH", shutil.which("chromium") or "")
    with served(port):
        for title, path, cookie in (page for page in pages() if not wanted or page[0] in wanted):
            report = middle(f"http://127.0.0.1:{port}{path}", cookie, folder)
            print(f"| {title} | {' | '.join(map(str, scores(report).values()))} |", flush=True)
            yield from (f"{title}: {each}" for each in complaints(report) if misses(report))


def main() -> int:
    """Measure the pages named, or all, and print the table; 1 where a goal is missed."""
    print("| page | performance | accessibility | best practices |\n|---|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        missed = list(measure(Path(folder), sys.argv[1:]))
    print("\n".join(missed), file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
