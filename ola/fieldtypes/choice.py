"""`choice` and `stage`: one key of a closed list, or several."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from ola.fieldtypes.blank import blank_columns, blank_json_schema, blank_reader
from ola.fieldtypes.field_type import FieldType, Read, Write
from ola.fieldtypes.folded_pattern import folded_pattern
from ola.fieldtypes.malformed import MALFORMED
from ola.fieldtypes.text import SPACE, fold, fold_columns, is_encodable, trim
from ola.fieldtypes.whole import digits, digits_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import polars as pl

    from ola.fieldtypes.kind import Kind
    from ola.fieldtypes.spec import Spec, TypeName


def spellings(spec: Spec) -> dict[str, str]:
    """Every folded spelling that is read, with its key.

    A system's values come before keys, and keys before labels; within each, the first choice listed wins.
    """
    found: dict[str, str] = {}
    for choice in spec.choices:
        for value in choice.values:
            found.setdefault(fold(value), choice.key)
    for choice in spec.choices:
        found.setdefault(fold(choice.key), choice.key)
    for choice in spec.choices:
        if choice.label is not None:
            found.setdefault(fold(choice.label), choice.key)
    return found


class Choice(FieldType):
    """A key of the field's choices, read from a system's value, the key or the label, in this order.

    Spellings compare as text does: trimmed, in NFC, without regard to capitals. Where two choices share a spelling, a
    value comes before a key and a key before a label, and then the choice listed first wins. With `many: true` the
    parts of a text stand between `;`; blank parts and repeats are dropped, and one unknown part makes the whole
    malformed.
    """

    name: ClassVar[TypeName] = "choice"
    kind: ClassVar[Kind] = "choice"
    says: ClassVar[str] = "one of its choices: a system's value, the key or the label, in capitals or not"
    example: ClassVar[str] = "Trade show"
    typed_values: ClassVar[str] = "whole numbers as their digits; with `many: true` also lists of text"

    def spellings(self, spec: Spec) -> Mapping[str, str]:
        """Every folded spelling that is read, with its key."""
        return spellings(spec)

    def exact(self, spec: Spec) -> Iterable[str]:
        """The spellings as they are most likely met, not folded."""
        return dict.fromkeys(
            each for choice in spec.choices for each in (*choice.values, choice.key, choice.label) if each is not None
        )

    keeps_text: ClassVar[bool] = True
    writes: ClassVar[str] = "the system's value, else the key; several with `;` between them"

    # ── one value ───────────────────────────────────────────────────────────────────────────────

    def text_reader(self, spec: Spec) -> Callable[[str], object]:
        """One spelling, or with `many` several with `;` between them."""
        table = dict(self.spellings(spec))
        if not spec.many:
            return partial(_read_one, table, {})
        from_list = self._list_reader(spec)

        def read(text: str) -> object:
            return from_list(text.split(";"))

        return read

    def typed(self, spec: Spec) -> Mapping[type, Read]:
        """Whole numbers as their digits; with `many` also lists."""

        def read(raw: float | Decimal) -> object:
            text = digits(raw)
            return MALFORMED if text is MALFORMED else from_text(text)

        from_text = self.text_reader(spec)
        numbers: dict[type, Read] = {int: read, float: read, Decimal: read}
        if not spec.many:
            return numbers
        from_list = self._list_reader(spec)
        return numbers | {list: from_list, tuple: from_list}

    def _list_reader(self, spec: Spec) -> Callable[[Iterable[object]], object]:
        """A function from parts to a tuple of keys, without repeats and without blank parts."""
        table = dict(self.spellings(spec))
        is_blank = blank_reader(_one(spec))

        def read(parts: Iterable[object]) -> object:
            keys: dict[str, None] = {}
            for part in parts:
                if is_blank(part):
                    continue
                if part.__class__ is not str:
                    part = _text_of(part)  # noqa: PLW2901
                key = table.get(fold(part)) if isinstance(part, str) else None
                if key is None:
                    return MALFORMED
                keys[key] = None
            return tuple(keys) if keys else MALFORMED

        return read

    def why(self, spec: Spec, raw: object) -> str | None:
        """The nearest choice, or the choices when they are few."""
        import difflib

        if not spec.choices:
            return None
        parts = [trim(p) for p in raw.split(";")] if spec.many and isinstance(raw, str) else [raw]
        known = self.spellings(spec)
        for part in parts:
            if isinstance(part, str) and is_encodable(part) and len(part) < _LONG and fold(part) not in known:
                near = difflib.get_close_matches(fold(part), known, n=1)
                if near:
                    return f'Did you mean "{known[near[0]]}"?'
        if len(spec.choices) > _MANY:
            return None
        return "Its choices are " + ", ".join(choice.key for choice in spec.choices) + "."

    # ── a column ────────────────────────────────────────────────────────────────────────────────

    def column_type(self, spec: Spec) -> pl.DataType:
        """String, or a list of it."""
        import polars as pl

        return pl.List(pl.String()) if spec.many else pl.String()

    def text_columns(self, spec: Spec, text: pl.Expr) -> pl.Expr:
        """One spelling, or with `many` several with `;` between them."""
        import polars as pl

        if spec.many:
            return self._parts(spec, text.str.split(";"), pl.String())
        return self._keys(spec, text)

    def usual_columns(self, spec: Spec, raw: pl.Expr) -> pl.Expr | None:
        """One spelling as it was agreed, to the letter."""
        import polars as pl

        table = self.spellings(spec)
        exact = {text: key for text in self.exact(spec) if (key := table.get(fold(text))) is not None}
        if spec.many or not exact:
            return None
        place = raw.cast(pl.Enum(list(exact)), strict=False).to_physical()
        return pl.lit(pl.Series(list(exact.values()), dtype=pl.String)).gather(place)

    def number_columns(self, spec: Spec, raw: pl.Expr, dtype: pl.DataType) -> pl.Expr:
        """Whole numbers as their digits."""
        return self.text_columns(spec, digits_columns(raw, dtype))

    def list_columns(self, spec: Spec, raw: pl.Expr, dtype: pl.List) -> pl.Expr:
        """With `many`, lists of text or whole numbers."""
        import polars as pl

        inner = dtype.inner if isinstance(dtype.inner, pl.DataType) else dtype.inner()
        return self._parts(spec, raw, inner) if spec.many else self.nothing(spec, raw)

    def _keys(self, spec: Spec, text: pl.Expr) -> pl.Expr:
        """The key of each text, null where there is none."""
        import polars as pl

        table = self.spellings(spec)
        if not table:
            return pl.when(pl.lit(value=False)).then(text)
        return fold_columns(text).replace_strict(
            list(table), list(table.values()), default=None, return_dtype=pl.String
        )

    def _parts(self, spec: Spec, parts: pl.Expr, dtype: pl.DataType) -> pl.Expr:
        """The keys of each list, without repeats and blank parts; null where a part is malformed."""
        import polars as pl

        element = pl.element()
        blank = blank_columns(_one(spec), element, dtype)
        if isinstance(dtype, pl.Categorical | pl.Enum):
            element = element.cast(pl.String)
        elif dtype.is_numeric():
            element = digits_columns(element, dtype)
        elif dtype != pl.String:
            element = pl.when(element.is_null()).then(pl.lit(None, pl.String)).otherwise(pl.lit(None, pl.String))
        keys = self._keys(spec, element)
        # A blank part becomes "", which is dropped; a malformed one stays null. No key is "": it would be blank.
        marked = parts.list.eval(pl.when(blank).then(pl.lit("")).otherwise(keys))
        kept = marked.list.eval(pl.element().filter(pl.element() != "")).list.unique(maintain_order=True)
        malformed = marked.list.eval(pl.element().is_null()).list.any()
        return pl.when(~malformed & (kept.list.len() > 0)).then(kept)

    # ── what is written ─────────────────────────────────────────────────────────────────────────

    def text_writer(self, spec: Spec) -> Write | None:
        """The system's value, else the key."""
        table = _values(spec)
        if spec.many:
            return lambda keys: ";".join([table.get(key, key) for key in keys])
        return table.__getitem__ if table else None

    def written_table(self, spec: Spec) -> Mapping[object, str] | None:
        """The system's value of each key, else the key."""
        return None if spec.many else _values(spec) or None

    def text_written(self, spec: Spec, values: pl.Expr) -> pl.Expr:
        """The system's value, else the key."""
        import polars as pl

        table = _values(spec)
        if not spec.many:
            return values.replace(list(table), list(table.values())) if table else values
        keys = values.list.eval(pl.element().replace(list(table), list(table.values()))) if table else values
        return keys.list.join(";")

    # ── a schema ────────────────────────────────────────────────────────────────────────────────

    def json_schema(self, spec: Spec) -> dict[str, Any]:
        """Text in any of the spellings, and the numbers among them; with `many` also lists of these."""
        folded = sorted(self.spellings(spec))
        body = "|".join(folded_pattern(text).whole for text in folded) or "[^\\u0000-\U0010ffff]"
        one: list[dict[str, Any]] = [{"type": "string", "pattern": f"^{SPACE}*(?:{body}){SPACE}*$"}]
        numbers = [
            int(text) for text in folded if text.isascii() and text.removeprefix("-").isdigit() and _is_plain(text)
        ]
        if numbers:
            one.append({"type": "number", "enum": numbers})
        if not spec.many:
            return one[0] if len(one) == 1 else {"anyOf": one}
        blanks = [folded_pattern(word).whole for word in sorted({fold(w) for w in spec.blanks}) if word]
        part = f"{SPACE}*(?:(?:{'|'.join((body, *blanks))}){SPACE}*)?"
        several = {"type": "string", "pattern": f"^{part}(?:;{part})*$"}
        blank = blank_json_schema(_one(spec))["anyOf"]
        return {"anyOf": [several, *one[1:], {"type": "array", "items": {"anyOf": [*one, *blank]}}]}

    def loss(self, spec: Spec) -> str | None:
        """Exact unless a spelling has too many accents to write out."""
        if all(folded_pattern(text).is_exact for text in self.spellings(spec)):
            return None
        return "a choice whose letters carry more than three accents is matched by its letters alone"


class Stage(Choice):
    """A stage of the lead, read as a choice is."""

    name: ClassVar[TypeName] = "stage"
    says: ClassVar[str] = "one of the stages: a system's value, the key or the label, in capitals or not"
    example: ClassVar[str] = "mql"
    typed_values: ClassVar[str] = "whole numbers as their digits"
    writes: ClassVar[str] = "the system's value, else the stage's name"


# Beyond these a message does not search or list.
_LONG = 200
_MANY = 12


def _values(spec: Spec) -> dict[object, str]:
    """What each key is in the system, the first value of each; empty where every key is itself."""
    table: dict[object, str] = {choice.key: (*choice.values, choice.key)[0] for choice in spec.choices}
    return {} if all(key == value for key, value in table.items()) else table


def _one(spec: Spec) -> Spec:
    """The spec of one part of a field that takes many."""
    from dataclasses import replace

    return replace(spec, many=False)


def _read_one(table: Mapping[str, str], seen: dict[str, object], text: str) -> object:
    """The key of a text; spellings already seen are not folded again."""
    key = seen.get(text)
    if key is None:
        key = table.get(fold(text), MALFORMED)
        if key is not MALFORMED and len(seen) < _REMEMBERED:
            seen[text] = key
    return key


_REMEMBERED = 1000


def _text_of(part: object) -> object:
    """A whole number as its digits; anything else as it is."""
    return digits(part) if isinstance(part, int | float | Decimal) and not isinstance(part, bool) else part


def _is_plain(text: str) -> bool:
    """Whether a text of digits is spelled as `digits` writes it: 7, not 007 or -0."""
    return digits(int(text)) == text if len(text) <= _DIGITS else False


_DIGITS = 20
