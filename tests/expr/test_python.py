"""Generated Python: fast to read, and nothing written in an agreement gets into it."""

from __future__ import annotations

import pytest

from ola.expr.names import Names
from ola.expr.nodes import FieldRef, Literal, Now, Shifted, operands
from ola.expr.parse import DEEPEST
from ola.expr.python import Constants, Leaf, Locals, answers
from ola.expr.truth import Answer
from ola.fieldtypes.spec import Spec
from tests.expr.condition_vectors import parsed

NAMES = Names(
    fields={"score": Spec("integer"), "flag": Spec("boolean"), "title": Spec("text"), "timing": Spec("date")},
    terms=("bad fit",),
)


def generated(text: str) -> tuple[Answer[str], Constants]:
    """The code of a condition, its fields called by their names."""
    condition, constants = parsed(text, NAMES), Constants()
    found = [each for each in operands(condition) if not isinstance(each, Literal | Shifted)]
    leaves: dict[Leaf, str] = {}
    for each in found:
        if isinstance(each, FieldRef | Now):
            leaves[each] = each.name if isinstance(each, FieldRef) else "now"
    blanks = {leaf: f"{name}_blank" for leaf, name in leaves.items()}
    spelling = Locals(constants, leaves, blanks, {"bad fit": Answer("bad_true", "bad_false")})
    return answers(condition, spelling, constants), constants


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("score >= 60", "(score is not None and score >= 60)", "(score is not None and score < 60)"),
        ("score > -1", "(score is not None and score > (-1))", "(score is not None and score <= (-1))"),
        ("score is known", "(score is not None)", "(not (score is not None))"),
        ("score is blank", "score_blank", "(not score_blank)"),
        ("not bad fit", "bad_false", "bad_true"),
        (
            "bad fit or score < 3",
            "(bad_true or (score is not None and score < 3))",
            "(bad_false and (score is not None and score >= 3))",
        ),
        ("score in (1, 2)", "(score is not None and score in _c0)", "(score is not None and score not in _c0)"),
    ],
)
def test_a_condition_becomes_two_plain_expressions(text: str, true: str, false: str) -> None:
    assert generated(text)[0] == Answer(true, false)


def test_what_is_written_becomes_a_constant_and_never_code() -> None:
    written = "x' or __import__('os').system('true') or '"
    found, constants = generated(f'title = "{written}" or title contains "{written}" or title matches /__import__/')
    assert "import" not in found.true + found.false
    assert written in constants.pool.values()


@pytest.mark.parametrize(
    "text",
    [
        "(" * DEEPEST + "flag" + " or score > 3 and flag)" * DEEPEST,
        "at least 2 of (flag, bad fit, " * DEEPEST + "flag" + ")" * DEEPEST,
        "not (" * (DEEPEST // 2) + "timing < timing - 3 days" + ")" * (DEEPEST // 2),
        " or ".join(["flag"] * 5000),
    ],
    ids=["brackets", "groups", "nots", "chain"],
)
def test_whatever_can_be_read_compiles(text: str) -> None:
    found, _ = generated(text)
    compile(found.true, "condition", "eval")
    compile(found.false, "condition", "eval")
