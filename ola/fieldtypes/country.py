"""`country`: a country of ISO 3166-1."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from ola.fieldtypes.choice import Choice
from ola.fieldtypes.countries import countries
from ola.fieldtypes.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import polars as pl

    from ola.fieldtypes.field_type import Read
    from ola.fieldtypes.kind import Kind
    from ola.fieldtypes.spec import Spec, TypeName


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    """Every folded code and name, with its two letters."""
    return {fold(word): two for two, words in countries().items() for word in (two, *words)}


class Country(Choice):
    """A country, read from its code or its English name; the value is its two letters in capitals.

    Names are the usual ones and the formal ones of ISO 3166-1, with and without accents, and a few that CRMs send: UK,
    U.S.A., Deutschland. Capitals do not matter.
    """

    name: ClassVar[TypeName] = "country"
    kind: ClassVar[Kind] = "choice"
    says: ClassVar[str] = "a country: its ISO code of two letters (DE) or three (DEU), or its English name (Germany)"
    example: ClassVar[str] = "Germany"
    typed_values: ClassVar[str] = "none"
    writes: ClassVar[str] = "its two letters, in capitals"

    def spellings(self, spec: Spec) -> Mapping[str, str]:  # noqa: ARG002
        """Every folded code and name, with its two letters."""
        return _spellings()

    def exact(self, spec: Spec) -> Iterable[str]:  # noqa: ARG002
        """Every code and name, in its own capitals."""
        return (word for two, words in countries().items() for word in (two, *words))

    def typed(self, spec: Spec) -> Mapping[type, Read]:  # noqa: ARG002
        """Nothing but text names a country."""
        return {}

    def number_columns(self, spec: Spec, raw: pl.Expr, dtype: pl.DataType) -> pl.Expr:  # noqa: ARG002
        """Nothing but text names a country."""
        return self.nothing(spec, raw)

    def why(self, spec: Spec, raw: object) -> str | None:  # noqa: ARG002
        """The nearest name."""
        import difflib

        if not isinstance(raw, str) or len(raw) > _LONG:
            return None
        names = {fold(words[1]): words[1] for words in countries().values()}
        near = difflib.get_close_matches(fold(raw), names, n=1)
        return f'Did you mean "{names[near[0]]}"?' if near else None


_LONG = 200
