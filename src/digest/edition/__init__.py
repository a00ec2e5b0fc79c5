"""Stories to a `Digest`: which, under which headings, in which order, at which length."""

from digest.edition.assembly import assemble
from digest.edition.policy import Policy
from digest.edition.topics import named, topic_of

__all__ = ["Policy", "assemble", "named", "topic_of"]
