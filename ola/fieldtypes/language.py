"""`language`: a language of ISO 639-1, with a script and a region or without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from ola.fieldtypes.field_type import FieldType
from ola.fieldtypes.grammar import any_case, grammar
from ola.fieldtypes.malformed import MALFORMED

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from ola.fieldtypes.kind import Kind
    from ola.fieldtypes.spec import Spec, TypeName

# ISO 639-1, and the older iw, in and ji that systems still send.
_WORDS = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv "
    "ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne "
    "ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss "
    "st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu iw in ji"
)
CODES = tuple(_WORDS.split())
TEXT = grammar(f"(?:{'|'.join(map(any_case, CODES))})(?:[-_][A-Za-z]{{4}})?(?:[-_](?:[A-Za-z]{{2}}|[0-9]{{3}}))?")


class Language(FieldType):
    """A language code; the value is lower-case with hyphens: en-us. Names of languages are malformed."""

    name: ClassVar[TypeName] = "language"
    kind: ClassVar[Kind] = "choice"
    says: ClassVar[str] = "a language code of ISO 639-1, alone or with a region: en, en-US, pt_BR"
    example: ClassVar[str] = "en-US"
    typed_values: ClassVar[str] = "none"
    keeps_text: ClassVar[bool] = True
    writes: ClassVar[str] = "the code in lower case, with hyphens: en-us"

    def text_reader(self, spec: Spec) -> Callable[[str], object]:  # noqa: ARG002
        """A code with optional script and region."""
        match = TEXT.fullmatch()

        def read(text: str) -> object:
            return text.replace("_", "-").lower() if match(text) else MALFORMED

        return read

    def column_type(self, spec: Spec) -> pl.DataType:  # noqa: ARG002
        """String."""
        import polars as pl

        return pl.String()

    def text_columns(self, spec: Spec, text: pl.Expr) -> pl.Expr:  # noqa: ARG002
        """A code with optional script and region."""
        import polars as pl

        return pl.when(TEXT.columns(text)).then(text.str.replace_all("_", "-", literal=True).str.to_lowercase())

    def json_schema(self, spec: Spec) -> dict[str, Any]:  # noqa: ARG002
        """A code with optional script and region."""
        return TEXT.json_schema()
