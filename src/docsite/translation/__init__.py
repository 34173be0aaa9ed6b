"""Whether a language keeps up with the English pages: what is stale, what differs, and whether its words are right."""
