"""A clinic's own installation, as its environment makes it: not the demo, not the settings of the tests."""

import json
import math
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.site.test_environment import KEYS, ROOT

FACTS = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
https = {"secure": True, "headers": {"host": "clinic.example"}}
paths = ["/accounts/sign-in/", "/healthz/live"]
paths += ["/.git/config", "/static/", "/static/../manage.py", "/var/keys.env"]
asked = {path: Client().get(path, **https) for path in paths}
plain = {path: Client().get(path, headers={"host": "clinic.example"}) for path in paths[:2]}
plain["/metrics"] = Client().get("/metrics", headers={"host": "clinic.example"})
page = asked[paths[0]]
parts = ["secure", "httponly", "samesite", "path", "domain"]
names = ["NAME", "SECURE", "HTTPONLY", "SAMESITE", "PATH", "DOMAIN"]
print(json.dumps({
    "statuses": {path: answer.status_code for path, answer in asked.items()},
    "plain": {path: [answer.status_code, answer.get("Location", "")] for path, answer in plain.items()},
    "hsts": page["Strict-Transport-Security"],
    "sent": {name: [cookie[part] for part in parts] for name, cookie in page.cookies.items()},
    "session": [getattr(settings, f"SESSION_COOKIE_{name}") for name in names],
    "debug": settings.DEBUG,
    "hasher": settings.PASSWORD_HASHERS[0],
    "validators": [one["NAME"].rpartition(".")[2] for one in settings.AUTH_PASSWORD_VALIDATORS],
    "mfa": settings.MFA_REQUIRED,
    "metrics": settings.METRICS_TOKEN,
}))
"""


# The manifest of static files needs collectstatic, which `make check` runs by itself.
PLAIN_STATIC = """
from django.conf import settings
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
django.setup()
"""


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What a clinic's installation is like, from a process of its own."""
    folder = tmp_path_factory.mktemp("clinic")
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "clinic.settings",
        "ALLOWED_HOSTS": "clinic.example",
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "STATIC_ROOT": str(folder),
        "LOG_FORMAT": "json",
        **KEYS,
    }
    done = subprocess.run(
        [sys.executable, "-c", FACTS.replace("django.setup()", PLAIN_STATIC)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_cookies_of_a_clinic_are_bound_to_its_host(facts: Any) -> None:
    assert facts["session"] == ["__Host-clinic_session", True, True, "Lax", "/", None]
    assert facts["sent"] == {"__Host-clinic_csrf": [True, True, "Lax", "/", ""]}


def test_clinic_answers_https_only_and_for_a_year(facts: Any) -> None:
    assert facts["plain"]["/accounts/sign-in/"] == [301, "https://clinic.example/accounts/sign-in/"]
    assert facts["hsts"] == "max-age=31536000; includeSubDomains; preload"


def test_health_and_figures_do_not_redirect(facts: Any) -> None:
    assert (facts["plain"]["/healthz/live"], facts["plain"]["/metrics"]) == ([200, ""], [404, ""])


def test_nothing_of_the_checkout_is_served(facts: Any) -> None:
    asked = {path: status for path, status in facts["statuses"].items() if status != 200}
    assert asked == dict.fromkeys(["/.git/config", "/static/", "/static/../manage.py", "/var/keys.env"], 404)


def test_clinic_runs_without_debug(facts: Any) -> None:
    assert (facts["debug"], facts["mfa"], facts["metrics"]) == (False, True, "")


def test_passwords_are_hashed_with_argon2(facts: Any) -> None:
    assert facts["hasher"] == "django.contrib.auth.hashers.Argon2PasswordHasher"
    assert facts["validators"] == [
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "MinimumLengthValidator",
        "NothingObvious",
    ]


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_no_other_website_may_read_an_answer(client: Client, origin: str) -> None:
    for answer in (
        client.get("/accounts/sign-in/", headers={"origin": origin}),
        client.options(
            "/accounts/sign-in/", headers={"origin": origin, "access-control-request-method": "POST"}
        ),
    ):
        assert [name for name in answer.headers if name.lower().startswith("access-control-")] == []


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/accounts/sign-in/", "text/html; charset=utf-8"),
        ("/nothing/", "text/html; charset=utf-8"),
        ("/static/css/tokens.css", 'text/css; charset="utf-8"'),
        ("/static/js/page.js", 'text/javascript; charset="utf-8"'),
    ],
)
def test_every_page_says_its_type_and_charset(client: Client, db: None, path: str, kind: str) -> None:
    answer: Any = client.get(path)
    answer.getvalue()
    answer.close()
    assert answer["Content-Type"] == kind


def test_names_of_sessions_are_random_and_long(db: None) -> None:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    keys = {store()._get_new_session_key() for _ in range(50)}
    assert (len(keys), {len(key) for key in keys}) == (50, {32})
    assert 32 * math.log2(len(set("".join(keys)))) > 128


ECHO = """
def application(environ, start_response):
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["PATH_INFO"].encode() + b" " + body]
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of the server a clinic uses, with an application that says what it was sent."""
    folder = tmp_path_factory.mktemp("echo")
    (folder / "echo.py").write_text(ECHO)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    command = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--host", "127.0.0.1"]
    started = subprocess.Popen(
        [*command, "--port", str(port), "echo:application"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 20
    while not is_up(port) and time.monotonic() < until:
        time.sleep(0.05)
    try:
        yield port
    finally:
        started.terminate()
        started.wait(20)


def told(port: int, request: bytes) -> bytes:
    """Everything a server answers to these bytes; nothing where it hangs up."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def is_up(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


HEAD = b"POST /first HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"


@pytest.mark.parametrize(
    ("request_", "answered"),
    [
        (HEAD + b"Content-Length: 5\r\n\r\nhello", b"/first hello"),
        (HEAD + b"Content-Length: 5\r\nContent-Length: 3\r\n\r\nhello", None),
        (HEAD + b"Content-Length: 5, 3\r\n\r\nhello", None),
        (HEAD + b"Content-Length: +5\r\n\r\nhello", None),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", b"/first hello"),
        (
            HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            b"/first hello",
        ),
        (HEAD + b"Transfer-Encoding: xchunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", None),
    ],
)
def test_message_of_two_lengths_is_not_smuggled_in(
    server: int, request_: bytes, answered: bytes | None
) -> None:
    answer = told(server, request_)
    if answered is None:
        assert answer == b"" or answer.split(b" ")[1] == b"400"
    else:
        assert answer.endswith(b"\r\n\r\n" + answered)
