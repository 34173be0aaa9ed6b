"""Where the time of a training step goes, from traces of TensorFlow's own profiler."""

from docsite.studies import experiment, figure


@experiment("step-profile", cost=12, data="mnist-10k", timing=True)
def step_profile(*, source="mnist-10k", seed=22, batch_size=64, steps=20, learning_rate=0.05):
    """The kernels of one step, eager and as a graph: when each began, in microseconds, and how long it ran."""
    import tempfile
    from functools import partial
    from pathlib import Path

    import keras
    import tensorflow as tf
    from tensorflow.tsl.profiler.protobuf.xplane_pb2 import XSpace

    from training_loops.classifier import build_classifier, new_metrics, train_step
    from training_loops.data import in_batches, load_digits

    profiler = tf.profiler.experimental
    batches = list(in_batches(load_digits(source).train, batch_size, seed=seed).take(steps))
    outcome = {}
    for mode in ("eager", "graph"):
        model, optimizer = build_classifier(seed), keras.optimizers.SGD(learning_rate)
        optimizer.build(model.trainable_variables)
        step = partial(train_step, model, optimizer, new_metrics())
        step = tf.function(step) if mode == "graph" else step
        step(*batches[0])  # tracing and first calls are left out
        with tempfile.TemporaryDirectory() as folder:
            with profiler.Profile(folder):
                for number, batch in enumerate(batches):
                    with profiler.Trace("step", step_num=number, _r=1):
                        step(*batch)
            [file] = Path(folder).rglob("*.xplane.pb")
            space = XSpace.FromString(file.read_bytes())
        events = [
            (plane.event_metadata[event.metadata_id].name, line.timestamp_ns / 1e3 + event.offset_ps / 1e6, event)
            for plane in space.planes
            for line in plane.lines
            for event in line.events
        ]
        spans = sorted((event.duration_ps / 1e6, start) for name, start, event in events if name == "step")
        duration, begin = spans[len(spans) // 2]
        # An eager kernel is marked so; one of a graph is named by its node and its kind, `add:AddV2`.
        kernels = [
            (start - begin, event.duration_ps / 1e6)
            for name, start, event in events
            if begin <= start < begin + duration
            and (name == "KernelAndDeviceFunc::Run" if mode == "eager" else ":" in name and "::" not in name)
            and not name.startswith("EagerLocalExecute")
        ]
        outcome[mode] = {
            "microseconds": duration,
            "kernels": len(kernels),
            "starts": [start for start, _ in sorted(kernels)],
            "durations": [length for _, length in sorted(kernels)],
        }
    return {**outcome, "ratio": outcome["eager"]["microseconds"] / outcome["graph"]["microseconds"]}


@figure(
    "step-profile.timeline",
    size=(5.0, 2.4),
    values=("eager.microseconds", "eager.kernels", "graph.microseconds", "graph.kernels"),
)
def timeline(figure, result):
    axes = figure.subplots()
    for row, mode in enumerate(["graph", "eager"]):
        step = result[mode]
        axes.barh(row, step["microseconds"] / 1000, height=0.62, color="C5", alpha=0.3, gid="rows [0]")
        spans = [(start / 1000, length / 1000) for start, length in zip(step["starts"], step["durations"], strict=True)]
        colour = "C0" if mode == "graph" else "C1"
        axes.broken_barh(spans, (row - 0.31, 0.62), color=colour)
        end = (step["microseconds"] / 1000, row)
        axes.annotate(mode, end, xytext=(6, 0), textcoords="offset points", va="center", color=colour)
    axes.set(xlabel="Milliseconds", yticks=[], ylim=(-0.6, 1.6))
    axes.set_xlim(0, 1.12 * result["eager"]["microseconds"] / 1000)
    axes.grid(axis="y", visible=False)
