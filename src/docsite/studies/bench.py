"""The bench as experiments: what the page on faster loops shows. They need what `make bench-rivals` sets up."""

from docsite.studies import experiment, figure


@experiment("bench-loops", cost=900, data="mnist-10k", timing=True, bench=True)
def bench_loops(*, rounds=5):
    """An epoch in every mode, beside other libraries and the matrix products alone."""
    from docsite.benchmarks.published import of_loops

    return of_loops(rounds)


@figure("bench-loops.bars", size=(5.0, 5.4), values=("table.contestant", "table.to_epoch"))
def bars(figure, result):
    colours = {"ours, eager": "C1", "ours, graph": "C0", "ours, xla": "C3", "ours, epoch": "C2"}
    colours |= {"Keras": "C4", "matrix": "C5", "JAX": "C6", "PyTorch": "C7", "NumPy": "C8"}
    table = result["table"]
    axes = figure.subplots()
    rows = sorted(range(len(table["to_epoch"])), key=lambda row: -table["to_epoch"][row])
    names = [table["contestant"][row] for row in rows]
    for place, (row, name) in enumerate(zip(rows, names, strict=True)):
        multiple = table["to_epoch"][row]
        colour = next((colours[family] for family in colours if name.startswith(family)), "C5")
        # A dot, since a bar on a logarithmic scale would have to begin somewhere.
        axes.plot(multiple, place, "o", color=colour, markersize=7, gid=f"rows [{row}]")
        number = f"{multiple:.2g}" if multiple < 10 else f"{multiple:.0f}"
        axes.annotate(number, (multiple, place), xytext=(7, 0), textcoords="offset points", va="center")
    axes.set(xscale="log", xlabel="Times as long as the fastest mode", ylim=(-0.7, len(rows) - 0.3))
    axes.set(yticks=range(len(rows)), yticklabels=names)
    multiples = [1, 2, 5, 10, 20, 50]
    axes.set_xticks(multiples, [str(multiple) for multiple in multiples])
    axes.set_xlim(0.7, 2 * max(table["to_epoch"]))
    axes.minorticks_off()
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


@experiment("bench-batch-size", cost=300, data="mnist-10k", timing=True, bench=True)
def bench_batch_size(*, rounds=3):
    """Examples a second by the size of a batch."""
    from docsite.benchmarks.published import of_batch_size

    return of_batch_size(rounds)


@figure("bench-batch-size.rates", values=("rates.batch_size", "rates.eager", "rates.graph", "rates.epoch"))
def rates(figure, result):
    table = result["rates"]
    axes = figure.subplots()
    for mode, colour in {"epoch": "C2", "graph": "C0", "eager": "C1"}.items():
        axes.plot(table["batch_size"], table[mode], "o-", color=colour)
        beside = (-4, 8) if mode == "epoch" else (8, -14)
        place = table["batch_size"][2], table[mode][2]
        axes.annotate(mode, place, xytext=beside, textcoords="offset points", color=colour)
    axes.set(xscale="log", yscale="log", xlabel="Batch size", ylabel="Examples a second")
    axes.set_xticks(table["batch_size"], [str(size) for size in table["batch_size"]])
    rates = [100, 1000, 10_000, 100_000, 1_000_000]
    axes.set_yticks(rates, [f"{rate:,}" for rate in rates])
    axes.minorticks_off()


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


@figure("bench-epochs.totals", values=("totals.epochs", "totals.graph", "totals.xla", "totals.epoch"))
def totals(figure, result):
    table = result["totals"]
    axes = figure.subplots()
    for mode, colour, style in (("xla", "C3", "o--"), ("graph", "C0", "o-"), ("epoch", "C2", "o-")):
        axes.plot(table["epochs"], table[mode], style, color=colour)
    last = table["epochs"][-1]
    # XLA and the graph end so close together that their names stand above and below.
    for mode, colour, up in (("xla", "C3", -9), ("graph", "C0", 6), ("epoch", "C2", 0)):
        end = last, table[mode][-1]
        axes.annotate(mode, end, xytext=(7, up), textcoords="offset points", va="center", color=colour)
    axes.set(xticks=table["epochs"], xlabel="Epochs", ylabel="Seconds in all", xlim=(0, None), ylim=(0, None))


@experiment("bench-variants", cost=240, data="mnist-10k", timing=True, bench=True)
def bench_variants(*, rounds=3):
    """The GAN's step in its variants, and two replicas against one."""
    from docsite.benchmarks.published import of_variants

    return of_variants(rounds)
