"""Runs studies, each in a process of its own, and stores their numbers with what they were made from, and where."""
