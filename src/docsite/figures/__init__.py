"""From the outcome of an experiment to an SVG that takes its colours from the page."""
