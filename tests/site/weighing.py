"""What a browser loads for a page, weighed as it comes over the wire: compressed, with its headers."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from django.contrib.staticfiles import finders
from django.test import Client

HEADERS = 450
"""The headers of a static file, about."""
COMPRESSED_ALREADY = {".woff2", ".png", ".webp"}
LINKED = re.compile(r'(?:href|src)="(/static/[^"#?]+)')
IMPORTED = re.compile(r'(?:url\("?|from ")(\.[^")]+)')
FONT = re.compile(r"@font-face\s*{[^}]*?url\(\"([^\"]+)\"\)[^}]*?unicode-range:\s*([^;]+);", re.DOTALL)
OF_FONTS = re.compile(r"@font-face\s*{.*?}", re.DOTALL)


@dataclass
class Weighing(Client):
    """A browser that keeps what it loaded once and notes what each page weighs."""

    kept: set[str] = field(default_factory=set)
    pages: list[tuple[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(headers={"accept-encoding": "gzip"})

    def request(self, **request: Any) -> Any:
        """Send it; note what the answer weighs with everything it needs that is not here yet."""
        response = super().request(**request)
        body = response.content
        text = gzip.decompress(body) if response.headers.get("Content-Encoding") == "gzip" else body
        size = len(body) + sum(len(f"{name}: {value}\r\n") for name, value in response.headers.items())
        size += sum(len(cookie.output()) + 2 for cookie in response.cookies.values())
        if response.headers["Content-Type"].startswith("text/html"):
            size += self.load(text.decode())
        response.content = text  # for whoever reads on
        self.pages.append((f"{request['REQUEST_METHOD']} {request['PATH_INFO']}", size))
        return response

    def load(self, page: str) -> int:
        """What a page's files weigh that are not here yet."""
        new = {file for file in files_of(page) if file not in self.kept}
        self.kept |= new
        return sum(weight(file) for file in new)


def files_of(page: str) -> Iterator[str]:
    """Every static file of a page: those it links to, those they import, and the fonts its letters need."""
    waiting, seen = LINKED.findall(page), set()
    while waiting:
        name = waiting.pop()
        if name in seen or name.endswith("/README.md"):
            continue
        seen.add(name)
        yield name
        if name.endswith((".css", ".js")):
            text = content(name).decode()
            waiting += [urljoin(name, found) for found in IMPORTED.findall(OF_FONTS.sub("", text))]
            waiting += [urljoin(name, font) for font, span in FONT.findall(text) if needs(page, span)]


def needs(page: str, span: str) -> bool:
    """Whether a page has a letter within a `unicode-range`."""
    letters = {ord(letter) for letter in page}
    for part in span.replace("U+", "").split(","):
        first, _, last = part.strip().partition("-")
        if any(int(first, 16) <= letter <= int(last or first, 16) for letter in letters):
            return True
    return False


@cache
def content(name: str) -> bytes:
    """What a static file holds."""
    found = finders.find(name.removeprefix("/static/"))
    assert isinstance(found, str), name
    return Path(found).read_bytes()


@cache
def weight(name: str) -> int:
    """What a static file weighs on the wire; gzip, as browsers take no brotli without HTTPS."""
    data = content(name)
    compressed = data if Path(name).suffix in COMPRESSED_ALREADY else gzip.compress(data)
    return min(len(data), len(compressed)) + HEADERS
