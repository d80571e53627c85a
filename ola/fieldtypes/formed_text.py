"""Types that are text of a certain form and keep it as their value: email, phone, url."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from ola.fieldtypes.field_type import FieldType
from ola.fieldtypes.malformed import MALFORMED

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from ola.fieldtypes.grammar import Grammar
    from ola.fieldtypes.kind import Kind
    from ola.fieldtypes.spec import Spec


class FormedText(FieldType):
    """Text that matches a grammar; the value is the trimmed text."""

    kind: ClassVar[Kind] = "text"
    typed_values: ClassVar[str] = "none"
    keeps_text: ClassVar[bool] = True

    @property
    @abstractmethod
    def grammar(self) -> Grammar:
        """The form of the text."""

    def text_reader(self, spec: Spec) -> Callable[[str], object]:  # noqa: ARG002
        """The text, if it has the form."""
        match = self.grammar.fullmatch()

        def read(text: str) -> object:
            return text if match(text) else MALFORMED

        return read

    def column_type(self, spec: Spec) -> pl.DataType:  # noqa: ARG002
        """String."""
        import polars as pl

        return pl.String()

    def text_columns(self, spec: Spec, text: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """The text, if it has the form."""
        import polars as pl

        return pl.when(self.grammar.columns(text)).then(text)

    def usual_columns(self, spec: Spec, raw: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """The text, if it has the form as it stands; a form may begin with a space, which is trimmed."""
        import polars as pl

        return pl.when(self.grammar.columns(raw) & ~raw.str.starts_with(" ")).then(raw)

    def json_schema(self, spec: Spec) -> dict[str, Any]:  # noqa: ARG002
        """Text of the form."""
        return self.grammar.json_schema()
