"""The Python that judges one lead: a straight line through its cells, noting the number of each clause that is broken.

Nothing is worked out that no clause asks for, and no words are made: `LeadVerdict` says who asks for them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, assert_never

from ola.evaluate.leads.record_code import Numbered, RecordCode, identifiers, indented, note, told, without_unused
from ola.evaluate.needs import conditions_of, needs
from ola.plan import Absent, OfType, Predicate, Present, Shape
from ola.verdict import Accepted, Cells, Clean, Rejected

_CALL = re.compile(r"[\w\])]\(")


def utc_now() -> dt.datetime:
    """Give the moment."""
    return dt.datetime.now(dt.UTC)


class Gathered(NamedTuple):
    """The cells of a lead that is no dict with all columns."""

    cells: Cells


class JudgeCode(RecordCode):
    """Writes `judge(self, lead, as_of)`, the call of a checker.

    Its globals have, beside the constants, `cells_of`, which gives the cells of a lead, or raises KeyError where one
    is missing. Whatever is no plain dict of all columns, to be judged now, goes to `self.gather`; a lead that code was
    mistaken to trust goes to `self.distrust`.
    """

    def source(self) -> str:
        """Write the function."""
        forms = list(enumerate(self.docket.forms))
        always: dict[str, list[Numbered]] = {name: [] for name in self.at}
        last: list[tuple[int, Shape | Predicate]] = []
        for number, form in forms:
            if isinstance(form, Shape) and form.when is None:
                always[form.field].append((number, form))
            else:
                last.append((number, form))
        asked = needs(self.plan, *(row for _, form in last for row in conditions_of(form)))
        numbers = [number for demands in always.values() for number, _ in demands]
        is_sorted = numbers == sorted(numbers) and not any(
            isinstance(shape.demand, Absent) for demands in always.values() for _, shape in demands
        )
        asked_last = self._last(last, sorts=is_sorted)
        tail = without_unused([*self._derived(asked.derived), *self._composed(), *asked_last])
        tail = self._folded_once(tail)
        mentioned, more = identifiers(tail), told(tail)
        self.words.constant("Gathered", Gathered)
        lines = [
            "if lead.__class__ is dict and (as_of is None or as_of.tzinfo is not None):",
            "    try:",
            "        cells = cells_of(lead)",
            "    except KeyError:",
            "        return self.gather(lead, as_of)",
            "elif lead.__class__ is Gathered:",
            "    cells = lead.cells",
            "else:",
            "    return self.gather(lead, as_of)",
            self._cells(),
        ]
        if self.needs_now:
            lines.append(f"now = {self.words.constant('utc_now', utc_now)}() if as_of is None else as_of")
        if any(_asks_bad(tail, at) for at in self.at.values()):
            lines.append("bad = ()")
        lines.append("broken = ()")
        fields: list[str] = []
        for name, demands in always.items():
            if demands or {self.value[name], self.folded[name], self.composed[name]} & mentioned:
                fields += self._field(name, demands, mentioned, is_bad_asked=_asks_bad(tail, self.at[name]), told=more)
        if self.trusts:
            lines += [
                "try:",
                *indented(fields),
                "except (AttributeError, TypeError):  # no text where text was expected",
            ]
            lines.append("    return self.distrust(cells, as_of)")
        else:
            lines += fields
        return self._function("judge(self, lead, as_of=None)", [*lines, *tail, *self._verdict(sorts=not is_sorted)])

    def _last(self, forms: Iterable[tuple[int, Shape | Predicate]], *, sorts: bool) -> Iterator[str]:
        """What hangs on conditions, which is asked when every field is read."""
        for number, form in forms:
            question = self._broken(form)
            if question != "False":
                yield f"if {question}:"
                yield f"    {note(number, form.clause)}"
                if sorts and isinstance(form, Shape):  # its turn was among the fields
                    yield "    broken = tuple(sorted(broken))"

    def _verdict(self, *, sorts: bool) -> Iterator[str]:
        for kind in (Clean, Accepted, Rejected):
            self.words.constant(kind.__name__, kind)
        grave = frozenset(at for at, form in enumerate(self.docket.forms) if form.clause.level == "error")
        yield "if broken:"
        if sorts:
            yield "    broken = tuple(sorted(broken))"
        if len(grave) == len(self.docket.forms):
            yield "    verdict = Rejected()"
        else:
            harmless = f"{self.words.constant('grave', grave)}.isdisjoint(broken)"
            yield f"    verdict = Accepted() if {harmless} else Rejected()"
        now = "now" if self.needs_now else "as_of"
        yield "    verdict._broken = broken"
        yield "    verdict._findings = None"
        for line in ("verdict._judge = self", "verdict._cells = cells", f"verdict._now = {now}", "return verdict"):
            yield f"    {line}"
        yield "verdict = Clean()"
        yield "verdict._judge = self"
        yield "verdict._cells = cells"
        yield f"verdict._now = {now}"
        yield "return verdict"

    def _folded_once(self, lines: list[str]) -> list[str]:
        """Fold a text where it is asked for, if that is one place only: mostly nobody gets there."""
        for name, folded in self.folded.items():
            if sum(len(re.findall(rf"\b{folded}\b", line)) for line in lines) == 1:
                text = f"({self._fold(self.value[name])})"
                lines = [re.sub(rf"\b{folded}\b", lambda _, text=text: text, line) for line in lines]  # type: ignore[misc]
        return lines

    # ── what hangs on conditions ────────────────────────────────────────────────────────────────

    def _broken(self, form: Shape | Predicate) -> str:
        """A question that is true where the lead breaks the form; what is quicker to answer is asked first."""
        guard = None if form.when is None else self._true(form.when)
        match form:
            case Predicate(role="bar"):
                return guard or "False"
            case Predicate():
                asked = [guard, f"not {self._true(form.must)}"]
            case Shape():
                asked = [guard, self._demand(form)]
            case _:
                assert_never(form)
        return " and ".join(sorted((each for each in asked if each is not None), key=_effort))

    def _demand(self, shape: Shape) -> str:
        name = shape.field
        value, at = self.value[name], self.at[name]
        match shape.demand:
            case OfType():
                return f"{at} in bad"
            case Present():
                return self._is_blank(name)
            case Absent():
                return f"({value} is not None or {at} in bad)"
            case _:
                return f"({value} is not None and {self._fails(shape, value, self.composed[name])})"


def _effort(question: str) -> tuple[int, int]:
    """How long a question takes, about: calls first, then words."""
    return len(_CALL.findall(question)), len(question)


def _asks_bad(lines: Iterable[str], at: int) -> bool:
    return any(re.search(rf"\b{at} (?:not )?in bad", line) for line in lines)
