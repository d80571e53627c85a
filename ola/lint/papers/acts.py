"""What is done, by whatever word: two clauses on one act can contradict each other."""

from __future__ import annotations

import re
from itertools import product

from ola.lint.papers.clause import PaperClause

# The words by which each act is told; a clause is about the first act one of whose words is in what it waits for.
_TOLD = {
    "several attempts": "several",
    "an attempt in a series": "second third fourth fifth sixth last",
    "accepting or rejecting": """accepted accept rejected reject turned declined returned taken disposition
        dispositioned""",
    "claiming": "claimed claim picked",
    "passing over": "routed assigned delivered handed passed with distributed uploaded",
    "contact": """contact contacted touch touched called answered responded response heard reached talked spoken written
        worked acted act actioned followed follow attempt""",
}
ACTS: dict[str, frozenset[str]] = {act: frozenset(words.split()) for act, words in _TOLD.items()}
_WORD = re.compile(r"[a-z]+")


def act_of(clause: PaperClause) -> str | None:
    """Name the act a clause is about; nothing where it waits for something else."""
    left = _left(clause)
    if left is not None:
        return left
    for told in clause.about.act:
        words = set(_WORD.findall(told.lower()))
        for act, said in ACTS.items():
            if words & said:
                return act
    return clause.about.act[0].lower() if clause.about.act else None


def _left(clause: PaperClause) -> str | None:
    """Name the leaving of a stage: told so, or as coming to all stages but one."""
    for told in clause.about.act:
        if told.startswith("left "):
            return told.lower()
    unit = clause.unit.text.lower()
    stays = re.search(r"\b(?:not|never) (?:stays?|remains?) (\w[\w ]*?) (?:for|longer|more)\b", unit)
    return f"left {stays[1]}" if stays else None


def may_meet(one: str, other: str) -> bool:
    """Say whether a lead may be bound by both scopes: not where they ask one field for two values, or one the rest."""
    return not any(_apart(first, second) for first, second in product(_parts(one), _parts(other)))


def _parts(scope: str) -> list[str]:
    return _AND.split(scope)


_AND = re.compile(r" and (?![^(]*\))")  # not within brackets


def _apart(one: str, other: str) -> bool:
    if other in _left_out(one) or one in _left_out(other):
        return True
    first, second = _equals(one), _equals(other)
    return first is not None and second is not None and first[0] == second[0] and first[1] != second[1]


def _left_out(scope: str) -> list[str]:
    """Give the scopes that the others are left from: `not (demo or trial)` has `demo` and `trial`."""
    rest = scope.removeprefix("not ")
    return [] if rest == scope else rest.removeprefix("(").removesuffix(")").split(" or ")


def _equals(scope: str) -> tuple[str, str] | None:
    match = re.fullmatch(r"(\w+) = (.+)", scope)
    return (match[1], match[2].strip('"')) if match else None
