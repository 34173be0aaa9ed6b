"""The markers of a page that is read outside the site."""

from docsite.pages.markers import Markers
from docsite.pages.provenance import provenance
from docsite.studies import figures


class PlainMarkers(Markers):
    """A figure is a picture in a file of its own; a comment above it says which, for notebooks and scripts.

    Shown functions come without a folded second form: scripts have all parts of the package that they need.
    """

    def figure(self, name: str, alternative: str, caption: str = "") -> str:
        below = f"\n\n*{caption}*" if caption else ""
        told = provenance(figures.find(name).experiment, self.language)
        return f"<!-- figure {name} -->\n\n![{alternative}](figure:{name}){below}\n\n{told}"

    def _alone(self, *_) -> str:
        return ""
