"""The bench as experiments: what the page on faster loops shows. They need what `make bench-rivals` sets up."""

from docsite.experiments import experiment


@experiment("bench-loops", cost=900, data="mnist-10k", timing=True, bench=True)
def bench_loops(*, rounds=5):
    """An epoch in every mode, beside other libraries and the matrix products alone."""
    from docsite.benchmarks.published import of_loops

    return of_loops(rounds)


@experiment("bench-batch-size", cost=300, data="mnist-10k", timing=True, bench=True)
def bench_batch_size(*, rounds=3):
    """Examples a second by the size of a batch."""
    from docsite.benchmarks.published import of_batch_size

    return of_batch_size(rounds)


@experiment("bench-width", cost=240, data="mnist-10k", timing=True, bench=True)
def bench_width(*, rounds=3):
    """How many times as long as the matrix products each mode takes, by the width of the layers."""
    from docsite.benchmarks.published import of_width

    return of_width(rounds)


@experiment("bench-epochs", cost=300, data="mnist-10k", timing=True, bench=True)
def bench_epochs(*, rounds=3):
    """Seconds in all after so many epochs, compilation included."""
    from docsite.benchmarks.published import of_epochs

    return of_epochs(rounds)


@experiment("bench-variants", cost=240, data="mnist-10k", timing=True, bench=True)
def bench_variants(*, rounds=3):
    """The GAN's step in its variants, and two replicas against one."""
    from docsite.benchmarks.published import of_variants

    return of_variants(rounds)
