"""What a piece of Python says, read from its text and never run: definitions, imports, scopes, names, digests."""
