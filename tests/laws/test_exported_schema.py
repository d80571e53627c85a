"""The exported JSON Schema says what the checker says: by jsonschema and by Ajv, wherever no loss lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator

import ola
from ola.evaluate.needs import Sight
from ola.export.json_schema import draw
from ola.plan import CLAIMED, Plan, judged
from tests.export.every_plan import AS_OF, PLAN
from tests.export.node_judge import judge
from tests.export.records import EVERY, Values, records
from tests.export.records import HARBOR as HARBOR_VALUES
from tests.reference_checker import ReferenceVerdict, reference_check

HARBOR = ola.load(Path(__file__).parents[1] / "vectors/agreements/harbor.ola.yaml").plan
TAKEN = 90  # of the records made for each way; those that break something seldom broken come first


@dataclass(frozen=True)
class Way:
    """A plan, in a system's names, at a stage, and what to make records of."""

    plan: Plan
    system: str
    at: str
    values: Values

    def __str__(self) -> str:
        return f"{self.plan.id}-{self.system}-{self.at}"


WAYS = (
    Way(PLAN, "crm", "mql", EVERY),
    Way(PLAN, "hub", CLAIMED, EVERY),
    Way(HARBOR, "hubspot", "mql", HARBOR_VALUES),
    Way(HARBOR, "salesforce", CLAIMED, HARBOR_VALUES),
)


@dataclass(frozen=True)
class Case:
    """A record and what the plain checker says of it."""

    record: dict[str, object]
    verdict: ReferenceVerdict


CASES: dict[str, list[Case]] = {}


def cases(way: Way) -> list[Case]:
    """Give records that Hypothesis made, the same on every run; every clause is broken by one of them."""
    if str(way) not in CASES:
        CASES[str(way)] = collected(way)
    return CASES[str(way)]


def collected(way: Way) -> list[Case]:
    """Make records until every clause is broken by one of them, and keep those that tell most."""
    made: list[Case] = []
    for size in (550, 1500, 4000):  # what Hypothesis makes of a size hangs on all that is imported
        made = makings(way, size)
        if not clauses_judged(way) - {clause for case in made for clause, _ in case.verdict.broken}:
            break
    broken: Counter[str] = Counter()
    telling: list[Case] = []
    for case in made:
        clauses = {clause for clause, _ in case.verdict.broken}
        if any(broken[clause] < 2 for clause in clauses):
            telling.append(case)
            broken.update(clauses)
    accepted = [case for case in made if case.verdict.ok and case.record]
    others = accepted[-(TAKEN // 3) :] + made[-TAKEN:]
    return [*telling, *others][:TAKEN]


def makings(way: Way, size: int) -> list[Case]:
    """Make so many records, and what the plain checker says of each."""
    made: list[Case] = []

    @settings(
        max_examples=size,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(records(way.plan, way.system, way.values))
    def collect(record: dict[str, object]) -> None:
        verdict = reference_check(way.plan, record, system=way.system, at=way.at, as_of=AS_OF)
        made.append(Case(record, verdict))

    collect()
    return made


def clauses_judged(way: Way) -> set[str]:
    """List the clauses that one record can break."""
    sight = Sight(way.plan, way.system)
    return {form.clause.id for form in judged(way.plan, way.at) if sight.judges(form)}


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_the_records_say_something(way: Way) -> None:
    """Each clause is broken at least once, and between a fifth and four fifths of the records are refused."""
    broken = {clause for case in cases(way) for clause, _ in case.verdict.broken}
    assert clauses_judged(way) - broken == set()
    share = sum(not case.verdict.ok for case in cases(way)) / len(cases(way))
    assert 0.2 <= share <= 0.8


def compare(way: Way, loose: list[bool], strict: list[bool]) -> None:
    """Hold the schema's verdicts, and the strict one's, to the checker's."""
    refused_too_much = [case for case, takes in zip(cases(way), loose, strict=True) if case.verdict.ok and not takes]
    assert refused_too_much == []
    said_too_little = [
        case
        for case, takes, surely in zip(cases(way), loose, strict, strict=True)
        if not case.verdict.ok and takes and surely  # no loss lies here: both schemas take it
    ]
    assert said_too_little == []
    # Where a loss lies the two schemas differ; most records are decided all the same.
    assert sum(one != other for one, other in zip(loose, strict, strict=True)) < len(loose) * 0.6


def by_jsonschema(schema: dict[str, object]) -> Callable[[object], bool]:
    """Judge by the jsonschema package, without a format checker."""
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema).is_valid


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_jsonschema_says_what_the_checker_says(way: Way) -> None:
    """It refuses nothing that the checker accepts, and takes nothing that it rejects unless a loss lies there."""
    loose, strict = (by_jsonschema(draw(way.plan, way.system, way.at, strict=strict)[0]) for strict in (False, True))
    found = [case.record for case in cases(way)]
    compare(way, [loose(record) for record in found], [strict(record) for record in found])


@pytest.mark.node
def test_ajv_says_what_the_checker_says() -> None:
    """The same by Ajv, in one run over all systems and stages."""
    batches = [
        (draw(way.plan, way.system, way.at, strict=strict)[0], [case.record for case in cases(way)])
        for way in WAYS
        for strict in (False, True)
    ]
    verdicts = judge(batches)
    for number, way in enumerate(WAYS):
        compare(way, verdicts[2 * number], verdicts[2 * number + 1])
