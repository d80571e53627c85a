"""Reading a written agreement gives the agreement again."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ola.agreement.document import DOCUMENT
from ola.agreement.prose.paper import read_paper
from ola.agreement.writing.document import write_document
from ola.source import Source
from ola.tree.value import Mapping, Scalar
from tests.laws.documents import AGREEMENTS, PLACE, plain, section, written

HEAD = {name: Scalar(value, value, PLACE) for name, value in (("id", "a"), ("version", "1.0.0"), ("zone", "UTC"))}
SLOW = settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(
    st.sampled_from(list(DOCUMENT.keys)).flatmap(
        lambda name: section(name).map(lambda node: written(HEAD | {name: node}))
    )
)
def test_each_section_reads_back_as_it_was_written(tree: Mapping) -> None:
    """What stands under a key of the language is written in words that say the same."""
    text = write_document(tree, ())
    assert plain(read_paper(Source("a.ola.md", text)).tree) == plain(tree), text
