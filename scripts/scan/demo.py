"""A demo clinic made to be attacked, and browsers of the people in it."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = sys.executable


@dataclass(frozen=True, slots=True)
class Demo:
    """A clinic to attack: where it is, and how to get in."""

    address: str
    password: str
    link: str
    born: str


@contextmanager
def served(command: Sequence[str], port: int, log: Path, **environment: str) -> Iterator[str]:
    """A server of ours on the loopback, ended afterwards."""
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=output, stderr=output
        )
    try:
        until = time.monotonic() + 60
        while not is_up(port) and time.monotonic() < until and server.poll() is None:
            time.sleep(0.2)
        if not is_up(port):
            sys.exit(f"{command[0]} did not start: {log.read_text()[-2000:]}")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


def is_up(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """A port nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class Browser:
    """Somebody's cookies."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self.jar = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar))

    def post(self, path: str, data: Mapping[str, str]) -> str:
        """Send a form of a page, with its secret; returns the page it leads to."""
        with self.opener.open(self.demo.address + path) as page:
            secret = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())
        body = urlencode({**data, "csrfmiddlewaretoken": needed(secret, path)}).encode()
        with self.opener.open(self.demo.address + path, body) as answer:
            return str(answer.geturl())

    @property
    def cookies(self) -> str:
        """As a header says them."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.jar)


def as_nobody(demo: Demo) -> Browser:
    """Somebody who has only looked at the sign-in page."""
    browser = Browser(demo)
    browser.opener.open(f"{demo.address}/accounts/sign-in/").close()
    return browser


def as_staff(demo: Demo, role: str) -> Browser:
    """Somebody of the demo's staff."""
    browser = Browser(demo)
    led = browser.post("/accounts/sign-in/", {"username": f"{role}@demo.example", "password": demo.password})
    if "sign-in" in led:
        sys.exit(f"nobody gets in as {role}")
    return browser


def as_patient(demo: Demo) -> Browser:
    """The patient of the printed link."""
    browser = Browser(demo)
    year, month, day = demo.born.split("-")
    born = {"birth_date-day": day, "birth_date-month": month, "birth_date-year": year}
    led = browser.post(demo.link.removeprefix(demo.address), born)
    if "/i/form/" not in led:
        sys.exit("the patient's link does not open")
    return browser


@contextmanager
def demo_clinic(folder: Path) -> Iterator[Demo]:
    """A demo clinic with keys and a database of its own."""
    port = free_port()
    subprocess.run([PYTHON, "scripts/demo_keys.py", str(folder / "keys.env")], cwd=ROOT, check=True)
    keys = dict(line.split("=", 1) for line in (folder / "keys.env").read_text().splitlines())
    environment = {
        **keys,
        "DEMO": "true",
        "BASE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "STATIC_ROOT": str(folder / "static"),
        "EMAIL_DELIVERY": "console",
    }
    for words in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["load_starter"]):
        manage(words, environment)
    said = manage(["seed_demo", "--patients", "12"], environment)
    link = needed(re.search(r"Patient\s+(http\S+)", said), said)
    born = needed(re.search(r"born (\d{4}-\d\d-\d\d)", said), said)
    password = needed(re.search(r"reception@\S+\s+password (\S+)", said), said)
    command = [
        str(Path(PYTHON).parent / "granian"),
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += ["--blocking-threads", "8", "clinic.wsgi:application"]
    with served(command, port, folder / "demo.log", **environment) as address:
        yield Demo(address, password, link, born)


def manage(words: Sequence[str], environment: Mapping[str, str]) -> str:
    """What a command of Django's prints."""
    command = [PYTHON, "manage.py", *words]
    env = {**os.environ, **environment}
    return subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout


def needed(found: re.Match[str] | None, where: str) -> str:
    """What a pattern found; the end of the scan where it found nothing."""
    if found is None:
        sys.exit(f"not as expected: {where}")
    return found[1]
