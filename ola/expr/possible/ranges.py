"""What a number or a time can still be: between two bounds, less single values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from ola.expr.nodes import Comparison


@dataclass(frozen=True, slots=True)
class Range:
    """The values from `low` to `high`, either end open or not there, without those in `never`.

    With a `step` only its whole multiples count, and both ends are among them.
    """

    low: Fraction | None = None
    high: Fraction | None = None
    low_open: bool = False
    high_open: bool = False
    never: frozenset[Fraction] = frozenset()
    step: Fraction | None = None

    def narrowed(self, op: Comparison, value: Fraction) -> Range | None:
        """Give what is left where the comparison with a value holds; nothing where no value is left."""
        match op:
            case "=":
                found = self.narrowed(">=", value)
                return None if found is None else found.narrowed("<=", value)
            case "!=":
                return replace(self, never=self.never | {value}).tightened()
            case ">" | ">=":
                strict = op == ">"
                if self.low is None or (value, strict) > (self.low, self.low_open):
                    return replace(self, low=value, low_open=strict).tightened()
                return self
            case "<" | "<=":
                strict = op == "<"
                if self.high is None or (value, not strict) < (self.high, not self.high_open):
                    return replace(self, high=value, high_open=strict).tightened()
                return self

    def tightened(self) -> Range | None:
        """Move the ends to values that count; nothing where none does."""
        if self.step is None:
            empty = (
                self.low is not None
                and self.high is not None
                and (
                    self.low > self.high
                    or (self.low == self.high and (self.low_open or self.high_open or self.low in self.never))
                )
            )
            return None if empty else self
        low, high = self.low, self.high
        if low is not None:
            low = ceil(low / self.step) * self.step + (self.step if self.low_open and not low % self.step else 0)
            while low in self.never and (high is None or low <= high):
                low += self.step
        if high is not None:
            high = floor(high / self.step) * self.step - (self.step if self.high_open and not high % self.step else 0)
            while high in self.never and (low is None or low <= high):
                high -= self.step
        if low is not None and high is not None and low > high:
            return None
        return replace(self, low=low, high=high, low_open=False, high_open=False)

    def holds(self, value: Fraction) -> bool:
        """Say whether a value is among those left."""
        return (
            (self.low is None or value > self.low or (value == self.low and not self.low_open))
            and (self.high is None or value < self.high or (value == self.high and not self.high_open))
            and value not in self.never
            and (self.step is None or not value % self.step)
        )

    def some(self, near: Fraction = Fraction(0)) -> Fraction | None:
        """Give a value that is left, a round one or one `near` if that may be; nothing where none was found."""
        for value in self._tries(near):
            if self.holds(value):
                return value
        return None

    def _tries(self, near: Fraction) -> list[Fraction]:
        unit = self.step or Fraction(1)
        times = range(len(self.never) + 2)
        from_low = [] if self.low is None else [self.low + unit * each for each in times]
        from_high = [] if self.high is None else [self.high - unit * each for each in times]
        # The end that lies nearer first: a time of these years rather than of the year 1.
        beyond = self.high is not None and near >= self.high
        tries = [near, *from_high, *from_low] if beyond else [near, *from_low, *from_high]
        if self.low is not None and self.high is not None and self.step is None:
            width = self.high - self.low
            tries += [self.low + width * Fraction(part, 16) for part in range(1, 16)]
            tries += [self.low + width * Fraction(1, 2**part) for part in range(5, 12)]
        return [*tries, *(near + unit * each for each in times)]
