"""Reads Python and never runs it: definitions, imports, scopes, names, digests."""
