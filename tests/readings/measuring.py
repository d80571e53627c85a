"""Each clause of a careful reading held against what ola understood of the same words."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from ola.agreement.prose.paper import Paper, read_paper
from ola.agreement.prose.reading import Ambiguous, Checked, ForPeople, NotUnderstood, Outcome
from ola.finding import Finding
from ola.lint.papers import lint_paper
from ola.source import Place, Source
from tests.readings.figures import Figure, figures, reading_figures

SAMPLES = Path(__file__).parents[1] / "agreements"
CODES = Path(__file__).parent / "ambiguity_codes.yaml"
OMISSIONS = Path(__file__).parent / "omission_codes.yaml"

Result = Literal["read", "asked", "asked without need", "not understood", "for people", "wrong"]


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of the reading: where it stands, its form and figures, and what the reader finds open in it."""

    id: str
    line: int
    last: int
    text: str
    form: str
    reading: Mapping[str, Any]
    ambiguities: tuple[str, ...]

    @property
    def checkable(self) -> bool:
        """Whether data can show that it is kept."""
        return self.form != "people-only"


@dataclass(frozen=True, slots=True)
class Held:
    """A clause, what became of it, and the outcome it was held against."""

    clause: Clause
    result: Result
    outcome: Outcome | None = None
    why: str = ""


@dataclass(slots=True)
class Score:
    """What became of the clauses of one document, and which contradictions and omissions are reported."""

    name: str
    held: list[Held] = field(default_factory=list)
    contradictions: list[tuple[str, bool]] = field(default_factory=list)
    omissions: list[tuple[str, bool]] = field(default_factory=list)

    def count(self, result: Result, *, plain: bool) -> int:
        """Count the checkable clauses with this result, of those with or without an ambiguity."""
        return sum(
            each.result == result and each.clause.checkable and (not each.clause.ambiguities) == plain
            for each in self.held
        )

    def total(self, *, plain: bool) -> int:
        """Count the checkable clauses with or without an ambiguity."""
        return sum(
            each.clause.checkable and (not each.clause.ambiguities) == plain
            for each in self.held
            if not each.why.endswith("besides")
        )


def clauses(folder: Path) -> tuple[Clause, ...]:
    """Read the clauses of a careful reading."""
    told = _reading(folder)
    return tuple(
        Clause(
            each["id"],
            each["line"],
            max(each["line"], *each["reading"].get("lines", [0])),
            each["text"],
            each["form"],
            each["reading"],
            tuple(each["ambiguities"]),
        )
        for each in told["clauses"]
    )


@cache
def _codes(file: Path = CODES) -> tuple[tuple[str, tuple[str, ...]], ...]:
    told = yaml.safe_load(file.read_text(encoding="utf-8"))
    return tuple((code, tuple(phrase.lower() for phrase in phrases)) for code, phrases in told.items())


def codes_of(clause: Clause) -> frozenset[str]:
    """Give the codes that stand for the reader's words on what is open."""
    words = [each.lower() for each in clause.ambiguities]
    return frozenset(code for code, phrases in _codes() for phrase in phrases if any(phrase in word for word in words))


def measure(folder: Path, text: str | None = None) -> Score:
    """Read a sample (or a text in its place) and hold every clause of its reading against what was understood."""
    source = Source("paper.md", text if text is not None else (folder / "paper.md").read_text(encoding="utf-8"))
    paper = read_paper(source)
    score, told = Score(folder.name), clauses(folder)
    for clause in told:
        said = "\n".join(paper.source.lines[clause.line - 1 : clause.last])
        score.held.append(held(clause, list(_outcomes(paper, clause)), said))
    score.held += _strays(paper, told)
    findings, reading = lint_paper(paper), _reading(folder)
    by_id = {clause.id: clause for clause in told}
    for each in reading["contradictions"]:
        between = [by_id[name] for name in each["between"]]
        score.contradictions.append((each["why"], _is_reported(between, findings)))
    for omission in reading["omissions"]:
        codes = {code for code, phrases in _codes(OMISSIONS) if any(phrase in omission.lower() for phrase in phrases)}
        score.omissions.append((omission, any(finding.code in codes for finding in findings)))
    return score


def _is_reported(between: list[Clause], findings: tuple[Finding, ...]) -> bool:
    """Say whether a contradiction is told: at one clause with the line of another, or as one question on each.

    A question that two clauses share tells of a contradiction where it asks for the order between them (OLA181).
    """
    lines = [set(range(clause.line, clause.last + 1)) for clause in between]
    for finding in findings:
        at = [own for own in lines if _line(finding) in own]
        named = {int(number) for each in _LINES.findall(finding.message) for number in re.findall(r"\d+", each)}
        if at and any(own & named for own in lines if own is not at[0]):
            return True
    asked = [{finding.code for finding in findings if _line(finding) in own} for own in lines]
    return all("OLA181" in codes for codes in asked)


_LINES = re.compile(r"\blines? \d+(?:, \d+)*")


def _line(finding: Finding) -> int:
    return finding.place.line if isinstance(finding.place, Place) else 0


def _reading(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "reading.json").read_text(encoding="utf-8"))
    return told


def _strays(paper: Paper, told: tuple[Clause, ...]) -> Iterator[Held]:
    """Give what was taken into the agreement on words of which the reading has clauses, all of another form."""
    for outcome in paper.outcomes:
        there = [clause for clause in told if outcome in _outcomes(paper, clause) or _tells_all(clause, outcome)]
        if isinstance(outcome, Checked) and there and all(clause.form != outcome.form for clause in there):
            yield Held(there[0], "wrong", outcome, f"{outcome.form} besides")


def _tells_all(clause: Clause, outcome: Outcome) -> bool:
    """Say that a clause of many lines, such as a table that is told as a whole, has a row of its own form."""
    form = outcome.form if isinstance(outcome, Checked) else None
    return clause.line < outcome.place.line <= clause.last and clause.form == form


def _outcomes(paper: Paper, clause: Clause) -> Iterator[Outcome]:
    """Give the outcomes on the clause's words; what the rows of a table or list say in one form is one outcome."""
    yield from outcomes_between(paper, clause, *columns(clause, paper.source.lines[clause.line - 1]))


def columns(clause: Clause, line: str) -> tuple[int, int]:
    """Give from which column to which a clause stands on its line: all of it where its words are not found there."""
    start = line.find(clause.text.split("\n")[0][:60])
    return (start + 1, start + 1 + len(clause.text)) if start >= 0 else (1, len(line) + 1)


def outcomes_between(paper: Paper, clause: Clause, start: int, end: int) -> Iterator[Outcome]:
    """Give the outcomes on the line of a clause from one column to another, and what its further lines say together."""
    if clause.last > clause.line:
        yield from _of_many_lines(paper, clause)
    for reading in paper.readings:
        for outcome in reading.outcomes:
            place = outcome.place
            if place.line <= clause.line <= place.end_line and (
                place.line != place.end_line or (place.column < end and place.end_column > start)
            ):
                yield outcome


def _of_many_lines(paper: Paper, clause: Clause) -> Iterator[Outcome]:
    within = [
        outcome
        for outcome in paper.outcomes
        if isinstance(outcome, Checked)
        and clause.line <= outcome.place.line <= clause.last
        and outcome.form == clause.form
    ]
    if within:
        yield replace(within[0], figures=tuple(figure for each in within for figure in each.figures))


def held(clause: Clause, outcomes: list[Outcome], said: str) -> Held:
    """Say what became of a clause: the best that any outcome on its words gives; `said` are its lines."""
    # What one clause of the reading says in one breath may be two outcomes: who gets a lead, and within what time.
    beside = frozenset(_unsigned(figure) for outcome in outcomes for figure in _figures_of(outcome))
    said = _HALVED.sub("50%", _IN_WORDS.sub(lambda match: str(_WORDS.index(match.group().lower())), said))
    allowed = frozenset(map(_unsigned, figures(said)))
    best = [_against(clause, outcome, beside, allowed) for outcome in outcomes]
    order: tuple[Result, ...] = ("read", "asked", "wrong", "asked without need", "for people", "not understood")
    # A clause that is read in one part of a sentence is not wrong because another part says something else.
    best.sort(key=lambda held: order.index(held.result))
    return best[0] if best else Held(clause, "not understood", None, "no unit here")


def _figures_of(outcome: Outcome) -> frozenset[Figure]:
    said = outcome.figures if isinstance(outcome, Checked | Ambiguous) else ()
    return frozenset(figure for each in said for figure in figures(each))


_WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
_IN_WORDS = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)


_HALVED = re.compile(r"\b(?:halved|half)\b", re.IGNORECASE)


def _unsigned(figure: Figure) -> Figure:
    """Give a figure without its sign: what a score loses is a change of -5 to the reader, and "loses 5" in words."""
    return figure._replace(amount=figure.amount.removeprefix("-"))


def _against(clause: Clause, outcome: Outcome, beside: frozenset[Figure], allowed: frozenset[Figure]) -> Held:
    """Hold a clause against one outcome; `allowed` are all figures in its words, also those the reading leaves out."""
    wanted = frozenset(map(_unsigned, reading_figures(dict(clause.reading))))
    match outcome:
        case Checked(form=form):
            if not clause.checkable:
                return Held(clause, "wrong", outcome, "for people only")
            has = frozenset(map(_unsigned, _figures_of(outcome)))
            if form != clause.form:
                return Held(clause, "wrong", outcome, f"{form}, not {clause.form}")
            amounts = {figure.amount for figure in has | beside}
            # A bare number of the reading may have its unit in the words ("4 months", paying_months >= 4), or come from
            # another sentence altogether ("the top band").
            missing = {
                figure
                for figure in wanted - has - beside
                if figure.unit or (figure.amount not in amounts and figure.amount in {each.amount for each in allowed})
            }
            if missing:
                return Held(clause, "wrong", outcome, f"without {_listed(frozenset(missing))}")
            strange = has - wanted - allowed
            if strange:
                return Held(clause, "wrong", outcome, f"with {_listed(strange)}")
            return Held(clause, "read", outcome)
        case Ambiguous(questions=questions):
            if not clause.ambiguities:
                return Held(clause, "asked without need", outcome)
            asked = {question.code for question in questions}
            meant = codes_of(clause)
            if asked & meant:
                return Held(clause, "asked", outcome)
            return Held(clause, "not understood", outcome, f"asked {sorted(asked)}, meant {sorted(meant)}")
        case ForPeople():
            return Held(clause, "for people", outcome)
        case NotUnderstood():
            return Held(clause, "not understood", outcome)


def _listed(several: frozenset[Any]) -> str:
    return ", ".join(sorted(f"{each.amount} {each.unit}".strip() for each in several))


def table(scores: list[Score]) -> str:
    """Lay the scores out as a Markdown table, a row a document."""
    head = (
        "| document | plain clauses | read | needlessly asked | open clauses | read | asked | not understood | wrong |",
        "|---|---|---|---|---|---|---|---|---|",
    )
    rows, sums = list[str](), Counter[str]()
    numbers: dict[str, int] = {}
    for score in scores:
        numbers = {
            "plain": score.total(plain=True),
            "plain read": score.count("read", plain=True),
            "needless": score.count("asked without need", plain=True),
            "open": score.total(plain=False),
            "open read": score.count("read", plain=False),
            "asked": score.count("asked", plain=False),
            "missed": sum(
                each.result in {"not understood", "for people"} and each.clause.checkable for each in score.held
            ),
            "wrong": sum(each.result == "wrong" for each in score.held),
        }
        sums.update(numbers)
        rows.append(f"| {score.name} | {' | '.join(str(number) for number in numbers.values())} |")
    rows.append(f"| all | {' | '.join(str(sums[name]) for name in numbers)} |")
    shares = (
        f"plain clauses read: {_share(sums['plain read'], sums['plain'])}",
        f"open clauses read or asked: {_share(sums['open read'] + sums['asked'], sums['open'])}",
        f"asked without need: {_share(sums['needless'], sums['plain'])}",
        f"wrong: {sums['wrong']}",
        f"contradictions and omissions reported: {_share(*_reported(scores))}",
    )
    return "\n".join((*head, *rows, "", "; ".join(shares) + "."))


def _reported(scores: list[Score]) -> tuple[int, int]:
    every = [done for score in scores for _, done in (*score.contradictions, *score.omissions)]
    return sum(every), len(every)


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole}, {100 * part / whole:.0f} %" if whole else "none"
