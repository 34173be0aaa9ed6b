"""Figures of the bench."""

from docsite.figures import figure


@figure("bench-loops.bars", size=(6.4, 5.2))
def bars(figure, result):
    table = result["table"]
    axes = figure.subplots()
    rows = list(zip(table["contestant"], table["to_epoch"], strict=True))[::-1]
    for row, (name, multiple) in enumerate(rows):
        family = "C0" if name.startswith("ours") else "C5" if name.startswith("matrix") else "C1"
        axes.barh(row, multiple, color=family, height=0.7)
        number = f"{multiple:.2g}" if multiple < 10 else f"{multiple:.0f}"
        axes.annotate(number, (multiple, row), xytext=(4, 0), textcoords="offset points", va="center", size=9)
    axes.set(xscale="log", xlabel="Times as long as the fastest mode", yticks=range(len(rows)))
    axes.set_yticklabels([name for name, _ in rows], size=9)
    axes.set_xlim(0.4, 2.2 * max(table["to_epoch"]))
    axes.grid(axis="y", visible=False)


@figure("bench-batch-size.rates")
def rates(figure, result):
    table = result["rates"]
    axes = figure.subplots()
    for mode in ("epoch", "graph", "eager"):
        axes.plot(table["batch_size"], table[mode], "o-", label=mode)
    axes.set(xscale="log", yscale="log", xlabel="Batch size", ylabel="Examples a second")
    axes.set_xticks(table["batch_size"], [str(size) for size in table["batch_size"]])
    axes.minorticks_off()
    axes.legend()


@figure("bench-epochs.totals")
def totals(figure, result):
    table = result["totals"]
    axes = figure.subplots()
    for mode in ("xla", "graph", "epoch"):
        axes.plot(table["epochs"], table[mode], "o-", label=mode)
    axes.set(xticks=table["epochs"], xlabel="Epochs", ylabel="Seconds in all", xlim=(0, None), ylim=(0, None))
    axes.legend()
