"""MkDocs behind one door: from the staged trees to the site in all languages."""
