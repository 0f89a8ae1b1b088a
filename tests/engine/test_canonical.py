"""One spelling for every value, and the digest that names it."""

import json
from datetime import date
from enum import IntEnum, StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.engine import NotCanonical, canonical_json, digest_of, digest_of_text


@pytest.mark.parametrize(
    ("value", "spelling"),
    [
        ({"b": 1, "a": [True, False, None]}, '{"a":[true,false,null],"b":1}'),
        ({"é": 'ü ß 日本 \n " \\ \u2028'}, '{"é":"ü ß 日本 \\n \\" \\\\ \u2028"}'),
        ({"Z": 0, "a": 0, "A": 0, "é": 0}, '{"A":0,"Z":0,"a":0,"é":0}'),
        (("a", ("b",)), '["a",["b"]]'),
        (10**30, "1" + "0" * 30),
        (-1, "-1"),
        ("", '""'),
        ({}, "{}"),
    ],
)
def test_canonical_json_has_one_spelling(value: object, spelling: str) -> None:
    assert canonical_json(value) == spelling


class Word(StrEnum):
    YES = "yes"


class Number(IntEnum):
    TWO = 2


texts = st.one_of(
    st.text(),
    st.text(st.characters(exclude_categories=())),  # half surrogate pairs too
    st.text(st.characters(max_codepoint=0xFF)),
    st.text('"\\\x00\x08\x0c\x1f\x7f\x85\u2028\ufeff\uffff\U0001f600', max_size=6),
)
plain_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.sampled_from([2**31, 2**53, 2**53 + 1, 2**63 - 1, 2**63, -(2**63), 2**64 - 1, 2**64, -(2**64)]),
        texts,
        st.sampled_from([Word.YES, Number.TWO]),
    ),
    lambda inner: st.one_of(
        st.lists(inner),
        st.lists(inner).map(tuple),
        st.dictionaries(st.one_of(texts, st.just(Word.YES)), inner),
    ),
    max_leaves=30,
)


@settings(deadline=None, max_examples=1000)
@given(plain_values)
def test_canonical_json_is_what_the_standard_library_spells(value: object) -> None:
    assert canonical_json(value) == json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def test_every_character_has_the_spelling_of_the_standard_library() -> None:
    characters = [chr(number) for number in range(0x110000)]
    assert canonical_json(characters) == json.dumps(characters, separators=(",", ":"), ensure_ascii=False)
    keys = dict.fromkeys(character for character in characters if not "\ud800" <= character <= "\udfff")
    assert canonical_json(keys) == json.dumps(keys, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    whole = "".join(keys)
    assert canonical_json(whole) == json.dumps(whole, ensure_ascii=False)


def test_values_nested_deep_are_spelled_too() -> None:
    value: object = "deep"
    for _ in range(300):
        value = [value]
    assert canonical_json(value) == "[" * 300 + '"deep"' + "]" * 300


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (1.0, "only text, whole numbers, true, false, null, lists and tables, not float"),
        (float("nan"), "only text, whole numbers, true, false, null, lists and tables, not float"),
        ({"a": [{"b": 0.5}]}, "only text, whole numbers, true, false, null, lists and tables, not float"),
        (
            date(2026, 9, 15),
            "only text, whole numbers, true, false, null, lists and tables, not date",
        ),
        ({"a"}, "only text, whole numbers, true, false, null, lists and tables, not set"),
        (b"a", "only text, whole numbers, true, false, null, lists and tables, not bytes"),
        ({1: "a"}, "a key must be text, not 1"),
        ([{None: "a"}], "a key must be text, not None"),
    ],
)
def test_canonical_json_of_what_has_two_spellings_is_refused(value: object, reason: str) -> None:
    with pytest.raises(NotCanonical) as refused:
        canonical_json(value)
    assert str(refused.value) == reason


def test_digest_is_the_sha256_of_the_canonical_json() -> None:
    """The digest of the two bytes `{}`, as `printf '{}' | sha256sum` gives it."""
    expected = "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert (digest_of({}), digest_of_text("{}")) == (expected, expected)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ({"a": (1, 2)}, {"a": [1, 2]}, True),
        ({"a": [1, 2]}, {"a": [2, 1]}, False),
        ({"a": 1}, {"a": True}, False),
        ({"a": 1}, {"a": "1"}, False),
        ({"a": None}, {}, False),
        ("é", "e\u0301", False),
    ],
)
def test_digest_is_the_same_for_the_same_value_only(one: object, other: object, same: bool) -> None:
    assert (digest_of(one) == digest_of(other)) is same
