"""Wapiti and sqlmap: first against planted faults, which they have to see, then against a demo made for it.

`.venv/bin/python -m scripts.scan.attack` starts both on the loopback, each with a database of its own in a
temporary folder, and ends with 1 where a planted fault is missed or something is found in the demo.
"""

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from scripts.scan.demo import (
    PYTHON,
    ROOT,
    Browser,
    Demo,
    as_nobody,
    as_patient,
    as_staff,
    demo_clinic,
    free_port,
    served,
)

ATTACK = ROOT / ".venv-attack" / "bin"
SECONDS = int(os.environ.get("SCAN_SECONDS", "150"))
"""For each walk of wapiti."""

MODULES = "csrf,xss,permanentxss,sql,exec,file,redirect,crlf,csp,http_headers"
LEAVE_ALONE = (
    "/accounts/sign-out/",
    "/accounts/me/sessions/",
    "/i/form/leave/",
    "/i/language/",
    "/i/data/withdraw/",
    "/desk/appointments/*/tablet/",
)
"""Would end the session that is scanned with."""
OVER_HTTP = {"Strict-Transport-Security"}
"""Said with https only: what a clinic's installation says, tests/site/test_headers.py looks at."""
MUST_SEE = {"SQL Injection", "Reflected Cross Site Scripting", "Open Redirect"}
VULNERABLE = re.compile(r"identified the following injection point")
SAFE = re.compile(r"all tested parameters do not appear to be injectable")


def walk(address: str, out: Path, *more: str) -> Mapping[str, list[dict[str, str]]]:
    """What wapiti finds, by kind."""
    options = [
        "--scope",
        "folder",
        "--flush-session",
        "--no-bugreport",
        "--format",
        "json",
        "--output",
        str(out),
    ]
    limits = [
        "--max-scan-time",
        str(SECONDS),
        "--max-attack-time",
        str(SECONDS // 3),
        "--depth",
        "6",
        "--tasks",
        "4",
    ]
    command = [str(ATTACK / "wapiti"), "--url", f"{address}/", "--module", MODULES, *options, *limits, *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS * 4)
    if not out.exists():
        sys.exit(f"wapiti did not run: {(done.stdout + done.stderr)[-2000:]}")
    report = json.loads(out.read_text())
    found = {kind: rows for kind, rows in report["vulnerabilities"].items() if rows}
    pages = report["infos"]["crawled_pages_nbr"]
    print(f"wapiti, {out.stem}: {pages} pages, {sum(map(len, found.values()))} findings")
    return found


def sqlmap(address: str, folder: Path, *more: str) -> str:
    """What sqlmap says of the parameters of one address."""
    options = [
        "--batch",
        "--flush-session",
        "--level",
        "1",
        "--technique",
        "BEUT",
        "--time-sec",
        "2",
        "--threads",
        "2",
    ]
    command = [str(ATTACK / "sqlmap"), "--url", address, *options, "--output-dir", str(folder), *more]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=900).stdout


def missed(folder: Path) -> Iterator[str]:
    """Planted faults that were not seen."""
    port = free_port()
    command = [PYTHON, "-m", "scripts.scan.planted.faults", str(port), str(folder / "planted.sqlite3")]
    with served(command, port, folder / "planted.log") as address:
        seen = walk(address, folder / "planted.json").keys()
        yield from (f"wapiti does not see the planted {kind}" for kind in sorted(MUST_SEE - seen))
        if not VULNERABLE.search(sqlmap(f"{address}/sql?q=a", folder)):
            yield "sqlmap does not see the planted SQL injection"
        else:
            print("sqlmap, planted: seen")


def found_by_walking(demo: Demo, folder: Path) -> Iterator[str]:
    """What wapiti finds in the demo: signed out, as reception, as a practitioner, as a patient."""
    people = {"signed out": as_nobody(demo), "patient": as_patient(demo)}
    people |= {role: as_staff(demo, role) for role in ("reception", "practitioner")}
    starts = {"patient": "/i/form/", "reception": "/desk/", "practitioner": "/review/"}
    for name, browser in people.items():
        options = [option for path in LEAVE_ALONE for option in ("--exclude", f"{demo.address}{path}*")]
        options += ["--cookie-value", browser.cookies]
        if name != "signed out":
            options += ["--exclude", f"{demo.address}/accounts/*"]
        if name in starts:
            options += ["--start", demo.address + starts[name]]
        for kind, rows in walk(demo.address, folder / f"{name}.json", *options).items():
            told = {f"{row['method']} {row['path']} {row['parameter']}: {row['info']}" for row in rows}
            yield from (
                f"wapiti, {name}: {kind}: {one}"
                for one in sorted(told)
                if not any(ok in one for ok in OVER_HTTP)
            )


def found_by_questions(demo: Demo, folder: Path) -> Iterator[str]:
    """What sqlmap finds in the parameters that reach a query."""
    reception, practitioner, nobody = (
        as_staff(demo, "reception"),
        as_staff(demo, "practitioner"),
        as_nobody(demo),
    )
    asked = {
        "/review/?q=a": ["-p", "q", "--cookie", practitioner.cookies],
        "/rulebook/?q=a": ["-p", "q", "--cookie", practitioner.cookies],
        "/desk/patients/": ["-p", "typed", *posted(reception, "typed=a")],
        "/accounts/sign-in/": ["-p", "username,password", *posted(nobody, "username=a&password=b")],
    }
    for path, options in asked.items():
        said = sqlmap(demo.address + path, folder, *options)
        if VULNERABLE.search(said) or not SAFE.search(said):
            yield f"sqlmap, {path}: {said[-600:]}"
        else:
            print(f"sqlmap, {path}: nothing")


def posted(browser: Browser, data: str) -> list[str]:
    """A form with its secret, which the cookie tells, for sqlmap."""
    secret = next(cookie.value for cookie in browser.jar if cookie.name.endswith("_csrf"))
    return ["--cookie", browser.cookies, "--data", f"{data}&csrfmiddlewaretoken={secret}"]


def main() -> int:
    """Everything; 1 where something was missed or found."""
    with tempfile.TemporaryDirectory(prefix=f"scan-{secrets.token_hex(3)}-") as name:
        folder = Path(name)
        wrong = list(missed(folder))
        with demo_clinic(folder) as demo:
            wrong += found_by_walking(demo, folder)
            wrong += found_by_questions(demo, folder)
            log = (folder / "demo.log").read_text()
        wrong += [
            f"the demo failed: {line[:300]}"
            for line in log.splitlines()
            if re.search(r'status=5|"status": 5|Traceback', line)
        ]
    print(*wrong, sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
