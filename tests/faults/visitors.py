"""People outside, by way of HTTP: a browser without JavaScript, and a patient who uses it."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.intake.patients import BIRTH_DATE, SIGNED
from tests.intake.reading import Page, read

HEALTHY = {"q-pregnant": "no", "q-acne": "no", "q-tablets": "no"}
FORM = "/i/form/"
CONSENT = f"{FORM}consent/"
SENT = f"{FORM}sent/"


@dataclass(frozen=True)
class Answer:
    """What the server sent."""

    status_code: int
    url: str
    content: bytes
    headers: Mapping[str, str]

    @property
    def text(self) -> str:
        """The words of the page."""
        return read(self).text


class Visitor:
    """A browser: it keeps cookies, and waits for so long at most."""

    def __init__(self, port: int, seconds: float = 60) -> None:
        self.port, self.seconds = port, seconds
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        """A page. OSError where nobody answers."""
        return self.ask("GET", path)

    def post(self, path: str, data: Mapping[str, Any]) -> Answer:
        """Send a form, with the secret of the last one seen."""
        return self.ask("POST", path, urlencode(data, doseq=True))

    def ask(self, method: str, path: str, body: str | None = None) -> Answer:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.seconds)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            content = response.read()
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, response.headers.get("Location", ""), content, dict(response.headers))


@dataclass
class Patient:
    """A patient with a link to the small rulebook's questionnaire, and what the server told them is done."""

    browser: Visitor
    token: str
    response: str
    is_saved: bool = False
    is_sent: bool = False
    answers: list[Answer] = field(default_factory=list)

    def fill_in(self) -> None:
        """From the link to the signature; returns early at an answer that leads nowhere."""
        if self.open() and self.save() and self.declare():
            self.sign()

    def open(self) -> bool:
        """Open the link."""
        path = f"/i/{self.token}/"
        return self.went(self.send(path, self.browser.get(path), BIRTH_DATE))

    def save(self) -> bool:
        """Answer the one section that asks something; whether the server says it is stored."""
        path = f"{FORM}questions/health/"
        self.is_saved = self.went(self.send(path, self.browser.get(path), {**HEALTHY, "do": "continue"}))
        return self.is_saved

    def declare(self) -> bool:
        """Confirm the answers."""
        path = f"{FORM}check/"
        return self.went(self.send(path, self.browser.get(path), {"declaration": "on"}))

    def sign(self) -> bool:
        """Sign and hand in; whether the server says it is."""
        self.is_sent = self.went(self.send(CONSENT, self.browser.get(CONSENT), SIGNED))
        return self.is_sent

    def send(self, path: str, shown: Answer, filled: Mapping[str, Any]) -> Answer:
        """Send the form of a page with these values; the page itself where it could not be opened."""
        if shown.status_code != 200:
            return shown
        page: Page = read(shown)
        return self.browser.post(path, {**page.data, **filled})

    def went(self, answer: Answer) -> bool:
        """Whether an answer leads on, to another page; each is kept."""
        self.answers.append(answer)
        return answer.status_code == 302
