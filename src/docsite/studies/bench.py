"""The bench as experiments: what the page on faster loops shows. They need what `make bench-rivals` sets up."""

from docsite.studies import experiment, figure


@experiment("bench-loops", cost=900, data="mnist-10k", timing=True, bench=True)
def bench_loops(*, rounds=5):
    """An epoch in every mode, beside other libraries and the matrix products alone."""
    from docsite.benchmarks.published import of_loops

    return of_loops(rounds)


@figure("bench-loops.bars", size=(6.4, 5.2))
def bars(figure, result):
    table = result["table"]
    axes = figure.subplots()
    rows = sorted(zip(table["contestant"], table["to_epoch"], strict=True), key=lambda row: -row[1])
    for row, (name, multiple) in enumerate(rows):
        family = "C0" if name.startswith("ours") else "C5" if name.startswith("matrix") else "C1"
        axes.barh(row, multiple, color=family, height=0.7)
        number = f"{multiple:.2g}" if multiple < 10 else f"{multiple:.0f}"
        axes.annotate(number, (multiple, row), xytext=(4, 0), textcoords="offset points", va="center", size=9)
    axes.set(xscale="log", xlabel="Times as long as the fastest mode", yticks=range(len(rows)))
    axes.set_yticklabels([name for name, _ in rows], size=9)
    axes.set_xlim(0.4, 2.2 * max(table["to_epoch"]))
    axes.grid(axis="y", visible=False)


@experiment("bench-batch-size", cost=300, data="mnist-10k", timing=True, bench=True)
def bench_batch_size(*, rounds=3):
    """Examples a second by the size of a batch."""
    from docsite.benchmarks.published import of_batch_size

    return of_batch_size(rounds)


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


@experiment("bench-width", cost=240, data="mnist-10k", timing=True, bench=True)
def bench_width(*, rounds=3):
    """How many times as long as the matrix products the compiled step takes, by the width of the layers."""
    from docsite.benchmarks.published import of_width

    return of_width(rounds)


@experiment("bench-epochs", cost=300, data="mnist-10k", timing=True, bench=True)
def bench_epochs(*, rounds=3):
    """Seconds in all after so many epochs, compilation included."""
    from docsite.benchmarks.published import of_epochs

    return of_epochs(rounds)


@figure("bench-epochs.totals")
def totals(figure, result):
    table = result["totals"]
    axes = figure.subplots()
    for mode in ("xla", "graph", "epoch"):
        axes.plot(table["epochs"], table[mode], "o-", label=mode)
    axes.set(xticks=table["epochs"], xlabel="Epochs", ylabel="Seconds in all", xlim=(0, None), ylim=(0, None))
    axes.legend()


@experiment("bench-variants", cost=240, data="mnist-10k", timing=True, bench=True)
def bench_variants(*, rounds=3):
    """The GAN's step in its variants, and two replicas against one."""
    from docsite.benchmarks.published import of_variants

    return of_variants(rounds)
