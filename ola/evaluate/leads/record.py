"""One lead held against the agreement, by straight-line Python generated for it.

The generated function looks at the record's columns and notes the numbers of the broken clauses. Everything else that
a verdict can tell is worked out when somebody asks. Names and values of the agreement never become code: identifiers
are made of letters and digits only, and what could end a quoted text stands in a pool of constants.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from threading import Lock
from typing import Any, NamedTuple, Self, cast

from ola.errors import NaiveDatetime, NotAccepted, WrongCall
from ola.evaluate.leads.blame import Evidence, Probes, leaf_key
from ola.evaluate.leads.code_words import CodeWords
from ola.evaluate.leads.docket import docket
from ola.evaluate.leads.hanging import hung_on
from ola.evaluate.leads.json_lead import no_lead, read_lead
from ola.evaluate.leads.judge_code import Gathered, JudgeCode
from ola.evaluate.leads.read_code import ReadCode
from ola.evaluate.leads.reasons import Reason, Reasons
from ola.evaluate.leads.sentences import NOWHERE, Sentences
from ola.evaluate.leads.translated_record import TranslatedRecord
from ola.evaluate.leads.translation import Translation, translation
from ola.evaluate.showing import kept
from ola.expr import nodes
from ola.fieldtypes.text import WHITE_SPACE
from ola.finding import Finding
from ola.json_object import NoObject
from ola.plan import Plan, Shape
from ola.verdict import Cells, Clean, LeadVerdict, Standing

_NESTED = "properties"
Now = dt.datetime | None


class ReadLead(NamedTuple):
    """A lead that was read: flat, its values by the docket's fields, which of them are malformed, whether it is clean.

    A clean lead breaks nothing, not even at level warning.
    """

    record: Mapping[str, Any]
    values: Sequence[Any]
    bad: Sequence[int]
    is_clean: bool


class Checker:
    """Holds one lead against the agreement; compiled once, used by as many threads as there are.

    `source` is the Python that judges a lead, as it was generated; comments before it say what its constants are.
    `not_checked` are the ids of the clauses that one lead of this system cannot show: what must be unique, histories,
    fields and events the system does not have.
    """

    def __new__(cls, *_: object) -> Self:
        """Give each checker a class of its own, since the call of an object is looked up in its class."""
        return object.__new__(type("Checker", (cls,), {"__module__": __name__}))

    def __init__(self, plan: Plan, system: str | None = None, at: str | None = None) -> None:
        """Compile; raise WrongCall for a system or stage that the agreement does not have."""
        self.plan, self.system, self._asked = plan, system, at
        self.docket = docket(plan, system, at)
        self.at = self.docket.at
        self.not_checked = (
            *(shape.clause.id for shape in self.docket.unique),
            *self.docket.not_checked,
            *self.docket.hidden,
        )
        self._columns = tuple(self.docket.fields.values())
        self._may_nest = _NESTED not in self._columns
        self._clauses = tuple(form.clause.id for form in self.docket.forms)
        self._reasons = Reasons(self.docket)
        self.probes = Probes(plan)
        self._said = Sentences(self._reasons, self.probes, self._compiled, self._reason).said
        self._leaves = tuple(leaf_key(nodes.FieldRef(name)) for name in self.docket.fields)
        self._key = None if plan.key is None else self.docket.fields.get(plan.key.name)
        self._key_at = None if self._key is None else self._columns.index(self._key)
        self._hides_key = plan.key is not None and plan.key.personal
        self._into: dict[str, TranslatedRecord] = {}
        self._judge_by(JudgeCode(self.docket, trusts=True))

    def _judge_by(self, code: JudgeCode) -> None:
        """Compile the code, and make it this checker's call.

        To call it from the call would take as long as two or three fields.
        """
        source = code.source()
        self.source = "\n".join([*code.words.comments(), source])
        judge = self._compiled("judge", source, code.words)
        judge.__globals__["cells_of"] = _cells_of(self._columns, judge.__globals__)
        type(self).__call__ = judge  # type: ignore[method-assign]  # the class is this checker's own

    def distrust(self, cells: Cells, as_of: Now) -> LeadVerdict:
        """Judge a lead with a cell that is no text though text was expected; from now on every cell is asked.

        Most systems send text or nothing there, and asking each cell takes a twentieth of the time. One that sends
        numbers for ids does so in every lead.
        """
        self._judge_by(JudgeCode(self.docket))
        return self(Gathered(cells), as_of)  # type: ignore[arg-type]

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel as the plan, and compile on arrival, once for each agreement."""
        return (compile_checker, (self.plan, self.system, self._asked))

    def __repr__(self) -> str:
        return f"Checker({self.plan.id!r}, system={self.system!r}, at={self.at!r})"

    def __call__(self, lead: Mapping[str, Any], as_of: dt.datetime | None = None) -> LeadVerdict:
        """Give the verdict on a lead in the system's names and spellings.

        Columns are also found in a mapping under `properties`, as HubSpot sends them. `as_of` is the
        "now" of conditions; without it, it is the moment of the call. Whatever the lead holds gives a
        verdict; what is no mapping raises WrongCall, an `as_of` without a zone NaiveDatetime.
        """
        raise NotImplementedError  # every checker has a call of its own, see `source`

    def check_json(self, text: bytes | str, as_of: dt.datetime | None = None) -> LeadVerdict:
        """Give the verdict on a lead that is the JSON object of a text, in UTF-8 where it is bytes.

        A text that holds no object, or one that programs read differently (a key that stands twice, NaN, half a
        character), gives a verdict too: it is rejected, and no clause was checked. What is no text raises WrongCall.
        """
        try:
            lead = read_lead(text)
        except NoObject as none:
            return no_lead(none, (*self._clauses, *self.not_checked))
        return self(lead, as_of)

    def gather(self, lead: object, as_of: Now) -> LeadVerdict:
        """Judge any mapping: one with gaps, one with `properties`; and at any moment."""
        if as_of is not None and as_of.tzinfo is None:
            raise NaiveDatetime.of(as_of, "as_of")
        record, nested = self._flat(lead)
        verdict = self(Gathered(tuple(map(record.get, self._columns))), as_of)  # type: ignore[arg-type]
        if nested:
            verdict._judge = _Nested(self, nested)  # noqa: SLF001 - as the generated code does
        return verdict

    def _flat(self, lead: object) -> tuple[Mapping[str, Any], frozenset[str]]:
        """Give the lead with its columns in one mapping, and those of them that stood under `properties`."""
        if lead.__class__ is not dict and not isinstance(lead, Mapping):
            message = f"A lead is a mapping of columns to values, not a {type(lead).__name__}."
            raise WrongCall(message)
        inner = lead.get(_NESTED) if self._may_nest else None
        if inner is None or not isinstance(inner, Mapping):
            return lead, NOWHERE
        nested = frozenset(column for column in self._columns if column in inner and column not in lead)
        return {**inner, **lead}, nested

    # ── what a verdict is asked for ─────────────────────────────────────────────────────────────

    def clauses(self, broken: tuple[int, ...]) -> tuple[str, ...]:
        """Give the ids of the broken clauses, in the agreement's order."""
        return tuple([self._clauses[number] for number in broken])

    def findings(
        self, broken: tuple[int, ...], cells: Cells, now: Now, nested: frozenset[str] = NOWHERE
    ) -> tuple[Finding, ...]:
        """Say in words why clauses are broken, in the agreement's order."""
        key = None if self._key_at is None else self._key_of(cells[self._key_at])
        said = self._said
        if len(broken) == 1:  # nearly always
            return (said[broken[0]](cells, now, key, nested),)
        found: list[Finding] = []
        for number in broken:  # a comprehension would make cells of five variables, even for the line before
            found.append(said[number](cells, now, key, nested))  # noqa: PERF401
        return tuple(found)

    def standing(self, cells: Cells, now: Now) -> Standing:
        """Work out where a lead stands."""
        return self._read(cells, now)[2]

    def reason(self, number: int, record: Mapping[str, Any], as_of: Now) -> Reason:
        """Say why a record, flat and known to break the docket's form of this number, breaks it."""
        return self._reason(number, tuple(map(record.get, self._columns)), as_of)

    def _reason(self, number: int, cells: Cells, now: Now) -> Reason:
        form, cell = self.docket.forms[number], dict(zip(self.docket.fields, cells, strict=True))
        if isinstance(form, Shape):
            return self._reasons.of_shape(form, cell[form.field])
        values, bad, (_, _, segments, scores, _) = self._read(cells, now)
        evidence = self._evidence(now, values, bad, segments, scores)
        return self._reasons.of_predicate(form, evidence, cell.__getitem__)

    def _evidence(
        self,
        now: Now,
        values: Sequence[Any],
        bad: Sequence[int],
        segments: Mapping[str, str],
        scores: Mapping[str, float],
    ) -> Evidence:
        table: dict[str, Any] = dict(zip(self._leaves, values, strict=True))
        blanks = {leaf for at, leaf in enumerate(self._leaves) if values[at] is None and at not in bad}
        for name, value in segments.items():
            table[leaf_key(nodes.SegmentRef(name))] = value
        for name, total in scores.items():
            table[leaf_key(nodes.ScoreRef(name))] = total
        table[leaf_key(nodes.Now())] = now
        return Evidence(self.probes, table, blanks)

    def _hang(self, *lead: Any) -> dict[str, tuple[str, ...]]:
        return hung_on(self.docket, self._evidence(*lead))

    def _key_of(self, raw: object) -> str | None:
        value = None if raw is None else kept(raw, personal=self._hides_key)
        return None if value is None else str(value).strip(WHITE_SPACE) or None

    # ── the other system's record ───────────────────────────────────────────────────────────────

    def translate(self, lead: Mapping[str, Any], to: str, as_of: dt.datetime | None = None) -> dict[str, Any]:
        """Give an accepted lead in another system's names and values; the columns it has none of are not invented.

        Fields that the other system does not have (`left_out`) and columns that the agreement does not know stay
        behind. Raises NotAccepted, carrying the verdict, for a lead that is not ok; WrongCall for a system that the
        agreement does not have, or for the lead's own.
        """
        write = self._into.get(to) or self._writer(to)
        verdict = self(lead, as_of)
        if not verdict.ok:
            raise NotAccepted(verdict)
        record, _ = self._flat(lead)
        values, bad, _ = self._read(verdict._cells, verdict._now)  # noqa: SLF001 - it was made here
        return write(record, values, bad)

    def read(self, lead: Mapping[str, Any], as_of: dt.datetime | None) -> ReadLead:
        """Read a lead that may be translated, and say whether anything is wrong with it."""
        verdict = self(lead, as_of)
        record, _ = self._flat(lead)
        values, bad, _ = self._read(verdict._cells, verdict._now)  # noqa: SLF001 - it was made here
        return ReadLead(record, values, bad, isinstance(verdict, Clean))

    def written(self, lead: ReadLead, to: str) -> tuple[dict[str, Any], tuple[list[str], list[str]]]:
        """Translate a lead that is known to be accepted; give also what could not be read.

        These are two lists of fields: those written as blanks, and those that went over as they stand.
        """
        write = self._into.get(to) or self._writer(to)
        return write(lead.record, lead.values, lead.bad), write.unread(lead.record, lead.bad)

    def translation(self, to: str) -> Translation:
        """Say which columns become which in another system, and what stays behind."""
        return translation(self.plan, self.system, to)

    def left_out(self, to: str) -> tuple[str, ...]:
        """Name the fields that a lead of this system loses on its way into another, which does not have them."""
        return self.translation(to).left_out

    def _writer(self, to: str) -> TranslatedRecord:
        self._into[to] = made = TranslatedRecord(self.docket, self.translation(to))
        return made

    # ── what is compiled ────────────────────────────────────────────────────────────────────────

    @cached_property
    def _read(self) -> Callable[[Cells, Now], tuple[Sequence[Any], Sequence[int], Standing]]:
        code = ReadCode(self.docket)
        return self._compiled("read", code.source(), code.words)

    def _compiled(self, name: str, source: str, words: CodeWords) -> Callable[..., Any]:
        space = {**words.pool, "hang": self._hang}
        exec(compile(source, f"<{name}>", "exec"), space)  # noqa: S102 - names and values of the agreement are quoted
        return cast("Callable[..., Any]", space[name])


class _Nested:
    """A checker that knows which columns of a lead stood under `properties`."""

    __slots__ = ("_checker", "_nested")

    def __init__(self, checker: Checker, nested: frozenset[str]) -> None:
        self._checker, self._nested = checker, nested

    @property
    def not_checked(self) -> tuple[str, ...]:
        return self._checker.not_checked

    def clauses(self, broken: tuple[int, ...]) -> tuple[str, ...]:
        return self._checker.clauses(broken)

    def findings(self, broken: tuple[int, ...], cells: Cells, now: Now) -> tuple[Finding, ...]:
        return self._checker.findings(broken, cells, now, self._nested)

    def standing(self, cells: Cells, now: Now) -> Standing:
        return self._checker.standing(cells, now)


def _cells_of(columns: Sequence[str], space: dict[str, Any]) -> Callable[[Mapping[str, Any]], Cells]:
    """A function that gives the cells of a mapping in order; it raises KeyError where one is missing.

    When it sees the first lead, a quicker one takes its place among the globals of the generated code: most sources
    give all leads the very same keys, and what is the very same is found without comparing letters.
    """

    def cells_of(lead: Mapping[str, Any]) -> Cells:
        own: dict[object, str] = {key: key for key in lead}
        keys = [own.get(column, column) for column in columns]
        if len(keys) > 1:
            space["cells_of"] = itemgetter(*keys)
        return tuple([lead[key] for key in keys])

    return cells_of


# ── compiled once ───────────────────────────────────────────────────────────────────────────────

_KEPT = 16  # checkers
_checkers: dict[tuple[str, str | None, str | None], Checker] = {}
_lock = Lock()


def compile_checker(plan: Plan, system: str | None = None, at: str | None = None) -> Checker:
    """Give the checker of one lead of a system, at a stage, at `claimed`, or where the handoff leaves.

    It is compiled once for each agreement, system and stage. Raises WrongCall for a system or stage that the agreement
    does not have.
    """
    asked = (plan.sha256, system, at)
    found = _checkers.get(asked)
    if found is not None and (found.plan is plan or found.plan == plan):
        return found
    made = Checker(plan, system, at)
    with _lock:
        if len(_checkers) >= _KEPT:
            del _checkers[next(iter(_checkers))]
        _checkers[asked] = made
    return made
