import pytest

from screening.models.phonetic import sound_of


@pytest.mark.parametrize(
    ("word", "sound"),
    [
        # worked examples of the literature on Cologne phonetics
        ("wikipedia", "3412"),
        ("breschnew", "17863"),
        ("muller", "657"),
        ("ludenscheidt", "52682"),
        # one letter, nothing, no Latin letter
        ("e", "0"),
        ("h", ""),
        ("李", ""),
        ("", ""),
    ],
)
def test_sound_of_a_word(word: str, sound: str) -> None:
    assert sound_of(word) == sound


@pytest.mark.parametrize(
    "spellings",
    [
        ("meier", "maier", "meyer", "mayr", "meyr"),
        ("stephen", "steven"),
        ("catherine", "katherine"),
        ("philip", "filip", "phillip"),
        ("schmid", "schmidt", "schmitt"),
        ("carl", "karl"),
        ("axel", "aksel"),
    ],
)
def test_spellings_of_one_name_sound_alike(spellings: tuple[str, ...]) -> None:
    assert len({sound_of(word) for word in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), [("meier", "moser"), ("anna", "anka"), ("cecile", "karl")])
def test_other_names_sound_otherwise(one: str, other: str) -> None:
    assert sound_of(one) != sound_of(other)
