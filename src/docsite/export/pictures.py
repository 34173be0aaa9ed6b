"""Figures on the site's own pages: still ones, and those that a script of the site makes movable."""

import html
import json

from markdown_it import MarkdownIt

from docsite.export.writer import Writer
from docsite.pages.resolved import Figure, Interactive

CAPTION = MarkdownIt()  # a caption stands in HTML, which the site's own Markdown leaves as it is


class Pictures(Writer):
    """The part of the site's writer that shows figures; where no script runs, a movable one is like any other."""

    def figure(self, figure: Figure) -> str:
        raise NotImplementedError

    def picture(self, figure: Figure) -> str:
        """The drawing with its caption."""
        label = html.escape(figure.alternative)
        svg = figure.svg.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
        caption = figure.caption.source
        below = f"\n<figcaption>{CAPTION.renderInline(self.text(figure.caption))}</figcaption>" if caption else ""
        return f'<figure class="plot"{self.moved(figure)} data-search-exclude>\n{svg}{below}\n</figure>'

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
