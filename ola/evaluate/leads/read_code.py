"""The Python that reads one lead whole: the value of every field, what is derived from them, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ola.evaluate.leads.hanging import HungOn
from ola.evaluate.leads.record_code import RecordCode, identifiers, without_unused
from ola.evaluate.needs import derived_in_order, needs
from ola.verdict import Standing

_EMPTY: Mapping[str, tuple[str, ...]] = {}


class ReadCode(RecordCode):
    """Writes `read(cells, now)`: values by field, which are malformed, and a `Standing`.

    `hang` among its globals says which fields left a segment or score undecided.
    """

    def source(self) -> str:
        """Write the function that gives all values, which are malformed, and where the lead stands."""
        for name, value in {"NOTHING": _EMPTY, "HungOn": HungOn, "Standing": Standing}.items():
            self.words.constant(name, value)
        tail = without_unused([*self._derived(derived_in_order(self.plan)), *self._standing()])
        lines = [self._cells(), "bad = ()"]
        for name in self.at:
            asked = {self.value[name], *identifiers(tail)}
            lines += self._field(name, (), asked, is_bad_asked=True)
        return self._function("read(cells, now)", [*lines, *tail])

    def _standing(self) -> Iterator[str]:
        yield "reached = ()"
        for name, stage in self.plan.stages.items():
            if stage.reached is not None and self.docket.sees(stage.reached):
                yield f"if {self._true(stage.reached)}:"
                yield f"    reached += ({self.words.name(name)},)"
        segments = [f"{self.words.name(name)}: {each}" for name, each in self.segment.items()]
        scores = [f"{self.words.name(name)}: {each}" for name, each in self.score.items()]
        yield f"segments = {{{', '.join(segments)}}}"
        yield f"scores = {{{', '.join(scores)}}}"
        yield f"values = ({''.join(f'{each}, ' for each in self.value.values())})"
        yield "hung = NOTHING"
        hanging = needs(self.plan, *self._rows()).fields
        if hanging:
            yield f"if {' or '.join(f'{self.value[name]} is None' for name in hanging)}:"
            yield "    hung = HungOn(hang, now, values, bad, segments, scores)"
        claim = self.plan.stage_field
        claimed = self.value[claim.name] if claim is not None and claim.name in self.at else "None"
        yield f"return values, bad, Standing({claimed}, reached, segments, scores, hung)"
