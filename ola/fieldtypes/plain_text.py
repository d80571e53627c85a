"""`text`: words for people."""

from __future__ import annotations

from typing import ClassVar

from ola.fieldtypes.identifier import Identifier
from ola.fieldtypes.kind import Kind
from ola.fieldtypes.spec import TypeName


class Text(Identifier):
    """Any text. It keeps its spelling; it compares trimmed, in Unicode NFC and without regard to capitals."""

    name: ClassVar[TypeName] = "text"
    kind: ClassVar[Kind] = "text"
    says: ClassVar[str] = "text"
    example: ClassVar[str] = "Head of Sales"
