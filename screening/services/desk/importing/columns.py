"""Which column of a foreign file means what: the words booking systems use, in English and German."""

import re

REQUIRED = (("date+time", "starts_at"), ("name", "last_name"), ("birth_date",), ("treatments",))
"""What a file must have: of each the one or the other; a plus sign joins what is needed together."""

SYNONYMS = {
    "reference": "reference ref id appointmentid bookingid bookingnumber externalid externalreference number"
    " nummer nr terminid terminnummer terminnr buchungsnummer buchungsnr",
    "starts_at": "startsat start datetime dateandtime appointment termin beginn datumuhrzeit datumzeit",
    "date": "date day appointmentdate datum tag termindatum",
    "time": "time starttime from uhrzeit zeit von startzeit",
    "name": "name patient patientname fullname patientenname",
    "first_name": "firstname givenname forename vorname",
    "last_name": "lastname surname familyname nachname familienname",
    "birth_date": "birthdate dateofbirth birthday born dob geburtsdatum geburtstag geboren gebdatum",
    "email": "email mail emailaddress mailadresse emailadresse",
    "phone": "phone telephone phonenumber mobile mobilephone telefon telefonnummer handy mobil natel",
    "treatments": "treatment treatments service services procedure behandlung behandlungen leistung"
    " leistungen",
    "areas": "area areas region regions bodyarea bereich bereiche areal areale koerperregion",
    "practitioner": "practitioner therapist doctor provider staff behandler behandlerin arzt mitarbeiter",
    "language": "language lang preferredlanguage sprache korrespondenzsprache",
    "minutes": "minutes duration length min dauer minuten dauermin dauerminuten",
}

_COLUMNS = {word: column for column, words in SYNONYMS.items() for word in words.split()}
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LETTER = re.compile(r"[a-z]+")


def column_of(title: str) -> str:
    """The column a title means; "" for none."""
    return _COLUMNS.get("".join(_LETTER.findall(title.casefold().translate(_UMLAUTS))), "")
