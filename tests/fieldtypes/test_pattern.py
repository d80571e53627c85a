"""Patterns: what is read, what is refused and where, and that it is linear."""

# ruff: noqa: E501 - messages are compared whole

from __future__ import annotations

import json
import pickle
import re
import time

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ola.fieldtypes.pattern import (
    UnreadablePattern,
    check_pattern,
    for_javascript,
    for_polars,
    for_python,
    matcher,
    matches_columns,
)
from ola.fieldtypes.pattern_machine import Machine
from ola.fieldtypes.pattern_tree import parse
from ola.fieldtypes.text import trim
from tests.export.node_judge import judge

READS: dict[str, tuple[list[str], list[str]]] = {
    r"\d{5}(-\d{4})?": (["94107", " 94107-0001\n", "\u300094107"], ["9410", "94107-", "٩٤١٠٧", "94107 1"]),
    r"^[A-Z]{2}\d+$": (["DE12"], ["de12", "xDE12"]),
    r"\w+": (["a_1"], ["é", "a b", ""]),
    r"\W\S\D": (["é.x", "\x1c\u2003!"], ["a.x", "é. "]),
    r"a\sb": (["a b", "a\tb", "a\nb"], ["a\u00a0b", "a\vb"]),
    r"a.c": (["abc", "a\rc", "a\u2028c", "a😀c"], ["a\nc", "ac"]),
    r"[^a-z]": (["A", "é", "\n;"[1], "😀"], ["a", "AB"]),
    r"[]a^-]+": (["]a^-"], ["b"]),
    r"[[:alpha:]&&~~||-]+": (["ab&&~|-"], ["1"]),
    r"[\]\[\\]+": (["][\\"], ["a"]),
    r"[\x{1f600}-\x{1f64f}é]": (["😀", "é"], ["e", "😀😀"]),
    r"[^\x{0}-\x{d7ff}]": (["\ue000", "😀"], ["a"]),
    r"\bfoo\b.*": (["foo", "foo bar", "foo-"], ["food", "foo_"]),
    r".*\bcat": (["cat", "a cat", "é cat", "écat"], ["acat"]),
    r"(?:a|bc|)d": (["ad", "bcd", "d"], ["abcd"]),
    r"(?P<year>\d{4})|(?<word>[a-z]+?)": (["2026", "abc"], ["abc1"]),
    r"a{2,3}b{0}c{1,}": (["aac", "aaacc"], ["ac", "aabc", "aaaac"]),
    r"\.\-\/\{\}\@#": ([".-/{}@#"], [".-/{}@"]),
    r"x*?y+?z??": (["y", "xxyyz"], ["xz"]),
    r"(a+)+b": (["aab"], ["aa"]),
    r"a$|^b": (["a", "b"], ["ab"]),
    r"https?://[^\s/]+(/.*)?": (["https://acme.com/x"], ["ftp://acme.com"]),
    "..": (["ab", " ab ", "a b"[::2]], ["a ", " a", "  "]),
    r"\s*a?\s*": (["", "a", " a ", "  "], ["b"]),
    "": (["", "  "], ["a"]),
    r"É": (["É"], ["E\u0301", "é"]),
}
cases = pytest.mark.parametrize("pattern", READS)


@cases
def test_a_pattern_means_the_same_in_python_polars_and_json_schema(pattern: str) -> None:
    """It covers the whole trimmed value, and its classes are those of ASCII."""
    yes, no = READS[pattern]
    texts = [*yes, *no]
    expected = [True] * len(yes) + [False] * len(no)
    assert list(map(matcher(pattern), texts)) == expected
    assert list(map(Machine(parse(pattern)).fullmatch, [trim(t) for t in texts])) == expected
    assert pl.DataFrame({"t": texts}).select(matches_columns(pattern, pl.col("t")))["t"].to_list() == expected
    schema = Draft202012Validator({"pattern": for_javascript(pattern)})
    assert [schema.is_valid(text) for text in texts] == expected


@pytest.mark.node
def test_a_pattern_means_the_same_in_javascript() -> None:
    """`for_javascript` is read with the u flag, as Ajv does."""
    batches: list[tuple[dict[str, object], list[str]]] = [
        ({"pattern": for_javascript(p)}, [*yes, *no]) for p, (yes, no) in READS.items()
    ]
    assert judge(batches) == [[True] * len(yes) + [False] * len(no) for yes, no in READS.values()]


REFUSED: dict[str, tuple[int, str]] = {
    "(?i)acme": (0, "Flags such as (?i) are not in the subset. Write both cases, [Aa]; `contains` ignores case."),
    "a(?=b)": (1, "Look-ahead and look-behind are not in the subset. Split it into two rules, or write the alternatives out."),
    r"(a)\1": (3, "Back references are not in the subset. Write the text out."),
    r"\p{L}+": (0, r"\p hangs on each engine's edition of Unicode. Write the letters out as a class, such as [A-Za-zÀ-ÿ]."),
    "a{2,1}": (1, "{2,1} ends before it begins. Did you mean {1,2}?"),
    "x{1001}": (1, "More than 1000 repeats. Write at most {1000}, or + for no end."),
    "((a{100}){100})": (0, "The pattern is too large: its repeats, written out, are more than 5000 characters. Use smaller counts, or + and * instead of them."),
    "a**": (2, "A repeat is repeated. Put the first in a group: (?:a*)* ."),
    "a++": (2, "Possessive repeats (a++) are not in the subset. Write a plain repeat."),
    "(?>a)": (0, "Atomic groups are not in the subset. Write (?:…)."),
    "*a": (0, r"There is nothing before * to repeat. Write \* for the sign itself."),
    "a{": (1, r"This { opens no repeat. Write {2}, {2,} or {2,5}, or \{ for the sign itself."),
    "(a": (0, r"This ( is never closed. Add the ), or write \( for the sign itself."),
    "a)": (1, r"This ) closes nothing. Remove it, or write \) for the sign itself."),
    "[a": (0, r"This [ is never closed. Add the ], or write \[ for the sign itself."),
    "[z-a]": (1, "The range ends before it begins. Turn it round."),
    r"[a-\d]": (1, r"A range cannot end in a class. Write \- for the sign itself."),
    "a^b": (1, r"^ stands within the pattern, where no text can match it. A pattern covers the whole value by itself; write \^ for the sign."),
    "(a$)+": (2, r"$ stands within the pattern, where no text can match it. A pattern covers the whole value by itself; write \$ for the sign."),
    r"\q": (0, r"\q means nothing here. Write q for the character itself."),
    r"\x{110000}": (0, "There is no character 110000. Write a code point up to 10FFFF."),
    "a\\": (1, r"The pattern ends in a backslash. Write \\ for the sign itself."),
    r"\B": (0, r"\B is not in the subset. Name the characters that must stand there."),
    r"\b+": (0, "A place in the text cannot be repeated. Remove the repeat."),
    "\ud800": (0, "The pattern holds half a character (a lone surrogate). Write the character whole."),
    "(" * 101 + ")" * 101: (100, "The groups are nested too deep. At most 100 may stand in each other."),
}  # fmt: skip


@pytest.mark.parametrize("pattern", REFUSED)
def test_what_is_not_in_the_subset_is_refused_with_its_place(pattern: str) -> None:
    """Each refusal says where, what, and what to write instead; it survives pickling."""
    with pytest.raises(UnreadablePattern) as caught:
        check_pattern(pattern)
    assert (caught.value.offset, str(caught.value)) == REFUSED[pattern]
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301 - our own


@pytest.mark.parametrize(
    "pattern", ["(a+)+b", "(a*)*b", "(a|a)*b", "(a|aa)+b", "a*a*a*a*a*b", "(.*a){20}b", r"(\w+\s?)*!", "(a?){50}a{50}"]
)
def test_no_pattern_takes_for_ever(pattern: str) -> None:
    """Patterns that make a backtracking engine try 2^n ways take n steps."""
    text = "a" * 20_000
    matches = matcher(pattern)
    started = time.perf_counter()
    assert not matches(text)
    assert time.perf_counter() - started < 10  # a backtracking engine would need longer than the universe has lasted


def refusal_of(pattern: str) -> UnreadablePattern | None:
    """Why a pattern is refused, if it is."""
    try:
        check_pattern(pattern)
    except UnreadablePattern as refused:
        return refused
    return None


PIECES = st.recursive(
    st.sampled_from(
        [*"abé-]^&~😀\n", ".", r"\d", r"\w", r"\S", r"[^a]", "[a-c]", r"[\w-]", r"\b", r"\.", r"\x{e9}", "[[:punct:]]"]
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: "(" + "|".join(parts) + ")"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{0,2}", "{1,}"])).map(lambda t: f"(?:{t[0]}){t[1]}"),
    ),
    max_leaves=6,
)


@settings(deadline=None)
@given(pattern=PIECES, texts=st.lists(st.text("aabbc1é-_.😀 \n", max_size=6), min_size=1, max_size=8))
def test_every_engine_gives_one_verdict(pattern: str, texts: list[str]) -> None:
    """The machine, Python's `re`, Polars and the schema's pattern agree on any pattern of the subset."""
    if refusal_of(pattern) is not None:
        return
    expected = [re.fullmatch(for_python(pattern), trim(text)) is not None for text in texts]
    machine = Machine(parse(pattern))
    assert [machine.fullmatch(trim(text)) for text in texts] == expected
    assert list(map(matcher(pattern), texts)) == expected
    assert pl.DataFrame({"t": texts}).select(matches_columns(pattern, pl.col("t")))["t"].to_list() == expected
    assert [re.search(for_javascript(pattern), text) is not None for text in texts] == expected


@given(pattern=st.text(st.sampled_from("ab\\dwbpx{}[]()|*+?^$.-:,019<>=!iP&\ue000é"), max_size=12))
def test_any_text_is_a_pattern_or_is_refused(pattern: str) -> None:
    """Whatever is written, the parser gives a pattern that every engine compiles, or says where it is not one."""
    refused = refusal_of(pattern)
    if refused is not None:
        assert 0 <= refused.offset <= len(pattern)
        assert refused.advice
        return
    re.compile(for_python(pattern))
    json.dumps(for_javascript(pattern))
    pl.Series(["a"]).str.contains(for_polars(pattern))
