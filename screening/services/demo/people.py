"""Invented people. Any likeness is chance; mail addresses end in example.org, which reaches nobody."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

_WOMEN = """
Amélie Rochat, Priya Raman, Zoë van der Berg, Fatima El Amrani, Ingrid Solheim, Chiara Bernasconi, Nkechi Obi,
Hana Sato, Leonie Brunner, Maria João Teixeira, Katarzyna Wójcik, Selin Aksoy, Thandiwe Dlamini, Olivia Hart,
Mei-Ling Chow, Sofía Restrepo, Anouk Perrin, Nour Haddad, Elif Demir, Svetlana Petrova, Grace Mensah,
Camille Favre, Aroha Walker, Lea Zimmermann, Yasmin Rahimi, Dilnoza Karimova, Isabel Moreno Ruiz,
Niamh O'Connell, Tamar Levi, Linh Nguyen, Rosa Schmid, Aisha Warsame, Birgit Lindqvist, Joana Matos,
Ana Kovačević, Shreya Gupta, Valentina Conti, Emma Meier, Marisol Quispe, Harriet Bell
"""
_MEN = """
Luca Ferrari, Daniel Osei, Jürg Aebischer, Mateusz Nowak, Ravi Chandran, Omar Haddad, Sébastien Moret,
Kenji Watanabe, Tobias Graf, Diego Fuentes, Emre Kaya, Samuel Tekle, Nikolai Ivanov, Marco Hug, Bao Tran,
Ibrahim Diallo, Aleksandar Jovanović, Finn Keller, Pedro Almeida, Youssef Benali
"""
_OTHERS = "Robin Sieber, Alex Fontana, Kim Haruno, Sam Wyss"


def named(names: str, *pregnant: str) -> list[tuple[str, tuple[str, ...]]]:
    """The names of a list, each with what such a person may answer about pregnancy if not pregnant."""
    return [(" ".join(name.split()), pregnant) for name in names.split(",")]


NAMES = (
    *named(_WOMEN, "no", "no", "no", "not_applicable"),
    *named(_MEN, "not_applicable"),
    *named(_OTHERS, "no", "not_applicable"),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to register. `skin` is how dark it is, 0 to 4; `pregnant` what they answer if they are not."""

    name: str
    age: int
    days_since_birthday: int
    skin: int
    pregnant: str
    phone: str

    @property
    def email(self) -> str:
        """A mail address that reaches nobody (RFC 2606)."""
        plain = "".join(
            sign for sign in self.name.lower().replace(" ", ".") if sign.isascii() and sign not in "'-"
        )
        return f"{plain}@example.org"

    def birth_date(self, today: date, age: int | None = None) -> date:
        """A birth date that makes them this old today, with a birthday some time ago."""
        birthday = today - timedelta(days=self.days_since_birthday)
        year = birthday.year - (self.age if age is None else age)
        return birthday.replace(year=year, day=min(birthday.day, 28))


def people(count: int, chance: random.Random) -> list[Person]:
    """Invent people, each name used once before any comes again."""
    names: list[tuple[str, tuple[str, ...]]] = []
    while len(names) < count:
        names += chance.sample(NAMES, len(NAMES))
    return [person(number, name, pregnant, chance) for number, (name, pregnant) in enumerate(names[:count])]


def person(number: int, name: str, pregnant: tuple[str, ...], chance: random.Random) -> Person:
    """Invent one person of this name."""
    return Person(
        name=name,
        age=chance.choice([chance.randint(23, 34), chance.randint(30, 48), chance.randint(40, 66)]),
        days_since_birthday=chance.randint(30, 330),
        skin=chance.choices(range(5), weights=(2, 4, 4, 3, 2))[0],
        pregnant=chance.choice(pregnant),
        phone=f"+41 79 555 {number // 100:02d} {number % 100:02d}",
    )
