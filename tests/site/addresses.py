"""Every address Django's URL resolver knows."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
REGEX_NOISE = re.compile(r"^\^|\$$|\\Z$")


@dataclass(frozen=True, slots=True)
class Address:
    """One address: its name with namespace (its route where it has none), and its route."""

    name: str
    route: str

    @property
    def parameters(self) -> list[str]:
        """What has to be filled into the route."""
        return PARAMETER.findall(self.route)

    def path(self, samples: Mapping[str, object]) -> str:
        """The route with samples filled in; KeyError for a parameter without one."""
        return "/" + PARAMETER.sub(lambda found: str(samples[found[1]]), self.route)


def addresses() -> list[Address]:
    """All of them, in the resolver's order."""
    return list(walk(get_resolver().url_patterns))


def routes() -> dict[str, str]:
    """The route of every name."""
    return {address.name: address.route for address in addresses()}


def walk(
    patterns: Iterable[URLPattern | URLResolver], route: str = "", namespace: str = ""
) -> Iterator[Address]:
    """The addresses of these patterns and of those they include."""
    for pattern in patterns:
        here = route + plain(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            inside = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, here, inside)
        else:
            yield Address(f"{namespace}{pattern.name}" if pattern.name else here, here)


def plain(route: str) -> str:
    """A route written as a regular expression, as it would be written without."""
    return re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", REGEX_NOISE.sub("", route))
