"""Pages as PDF documents: tagged (PDF/UA-1), on A4, in the clinic's own type.

WeasyPrint needs Pango, which is a package of the system: where it is missing, `PdfUnavailable` says so and
everything else goes on. It reads files of this project's `static` folder and the clinic's logo, nothing
else, least of all from a network. See docs/adr/0014-pdf.md.
"""

import logging
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string

from clinic.branding import own_logo

STATIC = Path(settings.BASE_DIR) / "static"
STYLESHEET = STATIC / "css" / "pdf" / "document.css"
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
"""What Debian and Ubuntu call what WeasyPrint needs."""

log = logging.getLogger(__name__)


class PdfUnavailable(Exception):
    """No PDF can be made on this machine: a system package is missing."""


@cache
def weasyprint() -> ModuleType:
    """WeasyPrint. Imported when it is first needed: without Pango the import itself fails. PdfUnavailable."""
    try:
        return import_module("weasyprint")
    except OSError as error:
        log.error("no PDF can be made: a system package is missing (%s)", ", ".join(PACKAGES))
        raise PdfUnavailable from error


def render_pdf(template: str, context: Mapping[str, Any]) -> bytes:
    """The document of a template that extends `pdf/base.html`. PdfUnavailable."""
    logo = own_logo()
    clinic = {
        "clinic_name": settings.CLINIC_NAME,
        "clinic_phone": settings.CLINIC_PHONE,
        "clinic_logo": logo.inside if logo else "",
    }
    html = render_to_string(template, {**clinic, **context})
    maker = weasyprint()
    files = static_files()
    document = maker.HTML(string=html, base_url=STATIC.as_uri(), url_fetcher=files)
    fonts = maker.text.fonts.FontConfiguration()
    style = maker.CSS(filename=str(STYLESHEET), url_fetcher=files, font_config=fonts)
    made: bytes = document.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")
    return made


def static_files() -> Any:
    """What fetches the files a document asks for: those of the static folder, and no others."""
    urls = weasyprint().urls
    allowed = STATIC.resolve()
    logo = own_logo()

    class StaticFiles(urls.URLFetcher):  # type: ignore[misc,name-defined] # imported late, so without a type
        """Refuses every other address; a refusal ends the document."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """The file behind an address; the clinic's logo, which its address holds."""
            if logo is not None and url == logo.inside:
                return super().fetch(url, headers)
            parts = urlsplit(url)
            path = Path(unquote(parts.path)).resolve()
            if parts.scheme != "file" or parts.netloc or not path.is_relative_to(allowed):
                raise urls.FatalURLFetchingError("not a static file of this project")
            return super().fetch(url, headers)

    return StaticFiles(allowed_protocols=["file", "data"], allow_redirects=False, fail_on_errors=True)


def pdf_response(made: bytes, name: str) -> HttpResponse:
    """A document to be saved under a name, which names nobody."""
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
