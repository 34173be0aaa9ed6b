"""The figure of `docsite.experiments.profile`."""

from docsite.figures import figure


@figure("step-profile.timeline", size=(6.4, 2.8))
def timeline(figure, result):
    axes = figure.subplots()
    for row, mode in enumerate(["graph", "eager"]):
        step = result[mode]
        axes.barh(row, step["microseconds"] / 1000, height=0.62, color="C5", alpha=0.3)
        spans = [(start / 1000, length / 1000) for start, length in zip(step["starts"], step["durations"], strict=True)]
        axes.broken_barh(spans, (row - 0.31, 0.62), color="C0" if mode == "graph" else "C1")
        end = (step["microseconds"] / 1000, row)
        axes.annotate(mode, end, xytext=(6, 0), textcoords="offset points", va="center")
    axes.set(xlabel="Milliseconds", yticks=[], ylim=(-0.6, 1.6))
    axes.set_xlim(0, 1.12 * result["eager"]["microseconds"] / 1000)
    axes.grid(axis="y", visible=False)
