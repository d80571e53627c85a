"""What a text, a choice or a list of choices can still be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, product

from ola.expr.nodes import TextPlace

# More ways to pick one part of each "any of" than this are not gone through.
MOST_WAYS = 200


def has(text: str, where: TextPlace, part: str) -> bool:
    """Say whether a text contains, starts with or ends with a part."""
    match where:
        case "contains":
            return part in text
        case "starts with":
            return text.startswith(part)
        case "ends with":
            return text.endswith(part)


@dataclass(frozen=True, slots=True)
class Words:
    """One value: `only` these where they are listed, none of `never`; with its parts, and those it has not.

    A choice, a truth value or an id is a text that nothing asks the parts of.
    """

    only: frozenset[object] | None = None
    never: frozenset[object] = frozenset()
    parts: tuple[tuple[TextPlace, tuple[str, ...]], ...] = ()
    without: tuple[tuple[TextPlace, str], ...] = ()

    def among(self, values: Iterable[object], *, holds: bool) -> Words | None:
        """Give what is left of the value where it is, or is not, one of these."""
        given = frozenset(values)
        if holds:
            return replace(self, only=given if self.only is None else self.only & given).checked()
        return replace(self, never=self.never | given).checked()

    def worded(self, where: TextPlace, parts: tuple[str, ...], *, holds: bool) -> Words | None:
        """Give what is left of the text where it has one of the parts, or has none of them."""
        if holds:
            return (
                self if (where, parts) in self.parts else replace(self, parts=(*self.parts, (where, parts))).checked()
            )
        new = tuple((where, part) for part in parts if (where, part) not in self.without)
        return replace(self, without=(*self.without, *new)).checked() if new else self

    def checked(self) -> Words | None:
        """Give the value, or nothing where none is left."""
        if self.only is not None:
            left = frozenset(value for value in self.only if self._fits(value))
            return replace(self, only=left) if left else None
        return self if any(True for _ in self._ways()) else None

    def _fits(self, value: object) -> bool:
        if value in self.never:
            return False
        if not isinstance(value, str):
            return not self.parts and not self.without
        return all(any(has(value, where, part) for part in parts) for where, parts in self.parts) and not any(
            has(value, where, part) for where, part in self.without
        )

    def _ways(self) -> Iterator[tuple[tuple[TextPlace, str], ...]]:
        """Go through the ways to pick one part of each list that do not contradict what the text has not.

        All there are may be too many; what comes after the first is then taken for one that fits.
        """
        picks = product(*(tuple((where, part) for part in parts) for where, parts in self.parts))
        yielded = 0
        for count, way in enumerate(picks):
            if count >= MOST_WAYS:
                yield way
                return
            if _agree(way, self.without):
                yielded += 1
                yield way
                if yielded >= MOST_WAYS:
                    return

    def some(self) -> object | None:
        """Give a value that is left, where one is found."""
        if self.only is not None:
            return min(self.only, key=str)
        for way in islice(self._ways(), 20):
            start = max((part for where, part in way if where == "starts with"), key=len, default="")
            end = max((part for where, part in way if where == "ends with"), key=len, default="")
            middle = [part for where, part in way if where == "contains" and part not in start and part not in end]
            # An address is more than the domain that it ends with.
            first = f"x{end}" if end and not start and not middle else ""
            for filler in ("", "x", " ", "y"):
                text = filler.join(part for part in (start, *middle, end) if part)
                for tried in (first, text, f"x{text}", "x"):
                    if tried and tried == tried.strip() and self._fits(tried):
                        return tried
        return None


def _agree(way: tuple[tuple[TextPlace, str], ...], without: tuple[tuple[TextPlace, str], ...]) -> bool:
    """Say whether a text could have all these parts, and none of those; true where that is not plain."""
    for where, part in way:
        for other, barred in without:
            if other in ("contains", where) and has(part, other, barred):
                return False
    starts = [part for where, part in way if where == "starts with"]
    ends = [part for where, part in way if where == "ends with"]
    longest_start, longest_end = max(starts, key=len, default=""), max(ends, key=len, default="")
    return all(longest_start.startswith(part) for part in starts) and all(longest_end.endswith(part) for part in ends)


@dataclass(frozen=True, slots=True)
class Keys:
    """A list of choices: it holds one of each of `needs`, and none of `barred`; `every` are all there are."""

    every: frozenset[str] | None = None
    needs: tuple[frozenset[str], ...] = ()
    barred: frozenset[str] = frozenset()

    def listed(self, keys: frozenset[str], *, holds: bool) -> Keys | None:
        """Give what is left of the list where it holds one of these, or none of them."""
        found = replace(self, needs=(*self.needs, keys)) if holds else replace(self, barred=self.barred | keys)
        if any(need <= found.barred for need in found.needs):
            return None
        return None if found.every is not None and found.every <= found.barred else found

    def some(self) -> tuple[str, ...] | None:
        """Give a list that is left."""
        picked = dict.fromkeys(min(need - self.barred) for need in self.needs)
        if not picked and self.every is not None:
            picked = dict.fromkeys([min(self.every - self.barred)])
        return tuple(picked) or None
