"""From nodes to files: the site's Markdown, plain Markdown, notebooks, scripts, lists, the wheel."""
