"""Whether the keys this process has are those of the data. Where they are not, nothing may be shown.

A wrong SEARCH_KEY would not be noticed otherwise: it finds nobody, as in a clinic without patients.
"""

from collections.abc import Iterator

from screening.models import CannotDecryptError, Patient, PatientSearchKey
from screening.models.keyed_hash import keyed_hashes, normalised_date

BORN = PatientSearchKey.Kind.BIRTH_DATE


def key_problems() -> list[str]:
    """What is wrong with the keys, judged by the first and the last patient; nothing where they fit.

    The last one's hashes are made anew last, so that taking an old search key away too early shows.
    """
    people = Patient.objects.filter(search_keys__kind=BORN).prefetch_related("search_keys")
    some = [people.order_by("pk").first(), people.order_by("-pk").first()]
    return list(dict.fromkeys(problem for one in some if one is not None for problem in problems_of(one)))


def problems_of(patient: Patient) -> Iterator[str]:
    """What is wrong with the keys as far as one patient shows it."""
    try:
        born = patient.birth_date
    except CannotDecryptError as problem:
        yield f"FIELD_KEYS: {problem}"
        return
    stored = {one.digest for one in patient.search_keys.all() if one.kind == BORN}
    if stored.isdisjoint(keyed_hashes(BORN.value, normalised_date(born))):
        yield f"SEARCH_KEY: it did not make the hashes that screening_patient.{patient.pk} is found by"


class KeysDoNotFit(Exception):
    """The keys of this process are not those of the data; the message says which, and where it showed."""


class KeysFit:
    """Looks at the keys until they fit, then never again."""

    def __init__(self) -> None:
        self._known = False

    def demand(self) -> None:
        """Return where they fit; KeysDoNotFit. DatabaseError where that cannot be looked at."""
        if self._known:
            return
        if problems := key_problems():
            raise KeysDoNotFit("; ".join(problems))
        self._known = True
