"""Stories to a `Digest`: which, under which headings, in which order, at which length."""

from digest.edition.assembly import assemble
from digest.edition.policy import Policy
from digest.edition.prototypes import by_meaning
from digest.edition.topics import named, topic_of

__all__ = ["Policy", "assemble", "by_meaning", "named", "topic_of"]
