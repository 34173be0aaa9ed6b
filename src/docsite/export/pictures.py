"""Figures on the site's own pages: still ones, and those that a script of the site makes movable."""

import html
import json

from docsite.export.drawings import drawing
from docsite.export.writer import Writer
from docsite.pages.resolved import Figure, Interactive


class Pictures(Writer):
    """The part of the site's writer that shows figures; where no script runs, a movable one is like any other."""

    def figure(self, figure: Figure) -> str:
        raise NotImplementedError

    def picture(self, figure: Figure) -> str:
        """The drawing with its numbers and its caption."""
        return drawing(figure, self.text(figure.caption), self.values_of(figure), self.moved(figure))

    def moved(self, figure: Figure) -> str:
        """The attribute with all that the figure's script needs: numbers, and words of the language."""
        if not isinstance(figure, Interactive):
            return ""
        given = {**figure.data, "words": self.language.words[figure.kind]}
        text = json.dumps(given, ensure_ascii=False, separators=(",", ":"))
        return f' data-{figure.kind}="{html.escape(text)}"'

    def interactive(self, shown: Interactive) -> str:
        """A compact one, as on the home page, stands without the lines below it."""
        return self.picture(shown) if shown.data.get("compact") else self.figure(shown)
