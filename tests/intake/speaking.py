"""The starter rulebook offered in another language, and patients who read it in that."""

import json
from typing import Any

from screening.models import RulebookVersion
from screening.services.audit import SYSTEM
from screening.services.rulebook import STARTER
from screening.services.rulebook.translations import import_translations, publish_language
from tests.intake.patients import PatientInBrowser, activate, open_form, starter


def offer(*languages: str) -> RulebookVersion:
    """Make the starter the active version, offered in these languages too."""
    version = activate(starter())
    document = json.loads(version.document)
    for language in languages:
        file = STARTER / f"translations.{language}.toml"
        import_translations(
            data=file.read_bytes(),
            name=file.name,
            subject=version,
            document=document,
            by=SYSTEM,
            language=language,
        )
        publish_language(version=version, language=language, by=SYSTEM)
    return version


def switch(patient: PatientInBrowser, language: str, back: str) -> Any:
    """Choose a language on a page without a form."""
    return patient.client.post("/i/language/", {"language": language, "next": back})


def open_form_in(language: str) -> PatientInBrowser:
    """A patient who has just opened their link and reads this language."""
    patient = open_form()
    switch(patient, language, "/i/form/check/")
    return patient
