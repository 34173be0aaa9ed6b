"""What a reader takes along: scripts, notebooks, plain text, the wheel. All made from the pages."""
