"""A page saved as text: the story stays whole, the site around it goes, nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from digest.sources import plaintext

if TYPE_CHECKING:
    from digest.sources.page import Page

POEM = """\
The harbour lamps are low tonight
and nobody comes to sea
a gull has stolen the last of the light
and left the dark to me
"""


def accounted(page: Page) -> list[str]:
    fields = [page.title, page.byline, page.credit, page.source]
    return [*page.text, *(cut.text for cut in page.cuts), *(field for field in fields if field)]


def test_a_poem_stays_whole() -> None:
    page = plaintext.extract(POEM)
    assert page.text == tuple(POEM.splitlines())
    assert page.cuts == ()


@given(
    st.lists(
        st.one_of(
            st.sampled_from(["Share", "By Ann Low", "Next Article", "© 2031 Gull"]), st.text()
        ),
        max_size=12,
    )
)
def test_nothing_is_lost_and_nothing_made_up(parts: list[str]) -> None:
    lines = [" ".join(line.split()) for part in parts for line in part.splitlines()]
    page = plaintext.extract("\n".join(parts))
    assert set(page.text) <= set(lines)
    kept = "\n".join(accounted(page))
    assert all(line in kept or line.split(maxsplit=1)[1] in kept for line in lines if line)
