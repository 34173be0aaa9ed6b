"""A call of every function and class that a page shows from `src`: a shown function is run, not only defined.

And shorter calls of experiments, for programs that train for long.
"""

LINE = """
from training_loops.data import noisy_line
from training_loops.linear import LinearModel
x, y = noisy_line()
model = LinearModel()
"""

EXAMPLES = """
import numpy as np
images, labels = np.ones((8, 28, 28), "float32"), np.arange(8)
"""

CLASSIFIER = f"""{EXAMPLES}
import keras
from training_loops.classifier import build_classifier, new_metrics
model, metrics = build_classifier(), new_metrics()
"""

# A step that returns its loss and changes the weights.
STEP = f"""{CLASSIFIER}
before = model.get_weights()[-1]
assert float(train_step(model, keras.optimizers.SGD(0.1), metrics, images, labels)) > 0
assert (model.get_weights()[-1] != before).any()
"""

GAN = """
import keras
import tensorflow as tf
from training_loops.gan import Pair, build_discriminator, build_generator
models = Pair(generator=build_generator(), discriminator=build_discriminator())
images, seed = tf.ones([2, 28, 28, 1]), tf.constant([22, 0])
before = [model.get_weights()[0] for model in models]
def changed():
    return [bool((model.get_weights()[0] != old).any()) for model, old in zip(models, before)]
"""

TABLE = """
from training_loops.tables import load_penguins, split
table = load_penguins()
parts = split(table.rows(table["body_mass_g"] > 0))
"""

ROWS = """
import numpy as np
from training_loops.walkthrough import build_model, new_metrics
model, metrics = build_model(columns=4, classes=3), new_metrics()
inputs, labels = np.ones((6, 4), "float32"), np.arange(6) % 3
"""

CALLS = {
    "training_loops.data.noisy_line": "x, y = noisy_line(5)\nassert x.shape == y.shape == (5,)",
    "training_loops.linear.LinearModel": "assert float(LinearModel()(3.0)) == 15.0",
    "training_loops.linear.mean_squared_error": """
assert float(mean_squared_error(tf.constant([1.0, 2.0]), tf.constant([1.0, 4.0]))) == 2.0
""",
    "training_loops.linear.train_step": f"""{LINE}
assert float(train_step(model, x, y, 0.1)) > 0 and float(model.w) < 5
""",
    "training_loops.keras_linear.KerasLinearModel": "assert float(KerasLinearModel()(keras.ops.array(3.0))) == 15.0",
    "training_loops.keras_linear.train_step": f"""{LINE}
import keras
loss = train_step(model, keras.optimizers.SGD(0.1), keras.losses.MeanSquaredError(), x, y)
assert float(loss) > 0 and float(model.w) < 5
""",
    "training_loops.classifier.build_classifier": """
import numpy as np
assert build_classifier()(np.zeros((2, 28, 28), "float32")).shape == (2, 10)
""",
    "training_loops.custom_fit.CustomFitClassifier": """
import numpy as np
from training_loops.classifier import build_classifier
plain = build_classifier()
model = CustomFitClassifier(plain.input, plain.output)
model.compile(optimizer=keras.optimizers.SGD(0.1))
images, labels = np.ones((8, 28, 28), "float32"), np.arange(8)
before = model.get_weights()[-1]
figures = model.fit(images, labels, validation_data=(images, labels), verbose=0).history
assert set(figures) == {"loss", "accuracy", "val_loss", "val_accuracy"} and figures["loss"][0] > 0
assert (model.get_weights()[-1] != before).any()
""",
    "training_loops.tracked_losses.ActivityRegularizationLayer": """
layer = ActivityRegularizationLayer(weight=0.5)
layer(keras.ops.ones((2, 3)))
assert [float(loss) for loss in layer.losses] == [1.5]
""",
    "training_loops.tracked_losses.build_regularized_classifier": """
import numpy as np
model = build_regularized_classifier()
assert model(np.ones((2, 28, 28), "float32")).shape == (2, 10) and len(model.losses) == 1
""",
    "training_loops.tracked_losses.train_step": """
import numpy as np
from training_loops.classifier import new_metrics
from training_loops.tracked_losses import build_regularized_classifier
model, metrics = build_regularized_classifier(), new_metrics()
before = model.get_weights()[-1]
images, labels = np.ones((8, 28, 28), "float32"), np.arange(8)
loss = train_step(model, keras.optimizers.SGD(0.1), metrics, images, labels)
assert abs(float(loss) - metrics.result()["loss"]) < 1e-5
assert (model.get_weights()[-1] != before).any()
""",
    "training_loops.classifier.Metrics": """
metrics = Metrics(keras.metrics.Mean(), keras.metrics.SparseCategoricalAccuracy())
metrics.loss.update_state(2.0)
assert metrics.result() == {"loss": 2.0, "accuracy": 0.0}
metrics.reset_state()
assert metrics.result()["loss"] == 0.0
""",
    "training_loops.classifier.new_metrics": "assert [metric.name for metric in new_metrics()] == ['loss', 'accuracy']",
    "training_loops.classifier.train_step": STEP,
    "training_loops.classifier.train_epoch": f"""{CLASSIFIER}
def step(images, labels):
    metrics.loss.update_state(3.0, sample_weight=len(labels))
assert train_epoch(step, metrics, [(images, labels)])["loss"] == 3.0
""",
    "training_loops.distributed.train_step": f"""{STEP}assert metrics.result()["loss"] > 0
""",
    "training_loops.distributed.batches_of": f"""{EXAMPLES}
from training_loops.data import Examples
strategy = tf.distribute.MirroredStrategy(["CPU:0"])
[batch] = batches_of(strategy, Examples(images, labels), 8, seed=22, epoch=1)
assert sorted(batch[1].numpy()) == [*range(8)]
""",
    "training_loops.distributed.on_all_replicas": f"""{EXAMPLES}
strategy = tf.distribute.MirroredStrategy(["CPU:0"])
run = on_all_replicas(strategy, lambda images, labels: tf.reduce_sum(labels))
assert int(run(images, labels)) == 28
""",
    "training_loops.resume.Progress": """
progress, again = Progress({"seed": 22}), Progress({})
progress.epoch, progress.step = 3, 50
again.deserialize(progress.serialize())
assert (again.run, again.epoch, again.step, again.records) == ({"seed": 22}, 3, 50, [])
""",
    "training_loops.resume.all_state": f"""{CLASSIFIER}
from training_loops.resume import Progress
import tempfile
optimizer = keras.optimizers.SGD(0.1)
optimizer.build(model.trainable_variables)
checkpoint = all_state(model, optimizer, metrics, Progress({{}}))
with tempfile.TemporaryDirectory() as folder:
    path, before = checkpoint.write(f"{{folder}}/state"), model.get_weights()[-1]
    model.variables[-1].assign(before + 1)
    checkpoint.read(path).assert_consumed()
assert (model.get_weights()[-1] == before).all()
""",
    "training_loops.resume.train_step": STEP,
    "training_loops.resume.train_epoch": f"""{CLASSIFIER}
import tensorflow as tf
from training_loops.resume import Progress
def step(images, labels):
    metrics.loss.update_state(3.0, sample_weight=len(labels))
batches, saved, progress = tf.data.Dataset.from_tensors((images, labels)).repeat(3), [], Progress({{}})
progress.step = 1
train_epoch(step, metrics, batches, progress, lambda: saved.append(progress.step))
assert saved == [2, 3] and metrics.result()["loss"] == 3.0
""",
    "training_loops.epochs.train_whole_epoch": f"""{EXAMPLES}
from functools import partial
sums = tf.Variable([0.0, 0.0])
def step(images, labels):
    sums.assign_add([tf.reduce_sum(images), tf.reduce_sum(tf.cast(labels, "float32"))])
run = tf.function(partial(train_whole_epoch, step, batch_size=3), jit_compile=True)
run(images, labels, tf.constant([7, 0, 1, 6, 2, 5, 3, 4]))
assert sums.numpy().tolist() == [8 * 28 * 28, 28]
""",
    "training_loops.epochs.shuffled_order": """
assert sorted(shuffled_order(5, seed=22, epoch=1).numpy()) == [0, 1, 2, 3, 4]
""",
    "training_loops.classifier.evaluation_step": f"""{CLASSIFIER}
evaluation_step(model, metrics, images, labels)
assert metrics.result()["loss"] > 0
""",
    "training_loops.classifier.evaluate": f"""{CLASSIFIER}
from training_loops.data import Examples
assert evaluate(model, Examples(images, labels), batch_size=3)["loss"] > 0
""",
    "training_loops.tables.Encoder": f"""{TABLE}
encoder = Encoder(parts.train)
inputs, labels = encoder.examples(parts.test)
assert inputs.shape == (52, 9) and set(labels) == {{0, 1, 2}}
assert np.abs(encoder.inputs(parts.train)[:, :4].mean(axis=0)).max() < 1e-5
""",
    "training_loops.walkthrough.build_model": """
import numpy as np
assert build_model(columns=4, classes=3)(np.zeros((2, 4), "float32")).shape == (2, 3)
""",
    "training_loops.walkthrough.mean_loss": """
assert abs(float(mean_loss(tf.constant([0, 1]), tf.zeros([2, 3]))) - 1.0986) < 1e-4
""",
    "training_loops.walkthrough.new_metrics": "assert list(new_metrics()) == ['loss', 'accuracy']",
    "training_loops.walkthrough.train_step": f"""{ROWS}
before = model.get_weights()[-1]
loss = train_step(model, keras.optimizers.SGD(0.1), metrics, inputs, labels)
assert abs(float(loss) - float(metrics["loss"].result())) < 1e-5
assert (model.get_weights()[-1] != before).any()
""",
    "training_loops.walkthrough.train_epoch": f"""{ROWS}
def step(inputs, labels):
    metrics["loss"].update_state(3.0, sample_weight=len(labels))
assert train_epoch(step, metrics, [(inputs, labels)])["loss"] == 3.0
""",
    "training_loops.network.random_weights": """
weights = random_weights(784, 64, seed=1)
assert weights.shape == (784, 64) and 0.04 < float(tf.math.reduce_std(weights)) < 0.06
""",
    "training_loops.network.SoftmaxRegression": f"""{EXAMPLES}
assert SoftmaxRegression()(images).shape == (8, 10)
""",
    "training_loops.network.TwoLayerNetwork": f"""{EXAMPLES}
assert TwoLayerNetwork(units=3)(images).shape == (8, 10)
""",
    "training_loops.network.softmax": """
assert softmax(tf.constant([[1000.0, 1000.0]])).numpy().tolist() == [[0.5, 0.5]]
""",
    "training_loops.network.cross_entropy": """
assert abs(float(cross_entropy(tf.constant([0]), tf.zeros([1, 10]))) - 2.3026) < 1e-4
""",
    "training_loops.network.accuracy": """
assert float(accuracy(tf.constant([0, 1]), tf.constant([[1.0, 0.0], [1.0, 0.0]]))) == 0.5
""",
    "training_loops.network.train_step": f"""{EXAMPLES}
from training_loops.network import SoftmaxRegression
model, labels = SoftmaxRegression(), tf.constant(labels)
assert float(train_step(model, images, labels, 0.1)[0]) > 0 and float(abs(model.b[9])) > 0
""",
    "training_loops.network.train_epoch": f"""{EXAMPLES}
import tensorflow as tf
from training_loops.network import SoftmaxRegression
assert abs(train_epoch(SoftmaxRegression(), [(images, tf.constant(labels))], 0.1)["loss"] - 2.3026) < 1e-4
""",
    "training_loops.network.evaluate": f"""{EXAMPLES}
from training_loops.data import Examples
from training_loops.network import SoftmaxRegression
assert evaluate(SoftmaxRegression(), Examples(images, labels))["accuracy"] == 0.125
""",
    "training_loops.data.in_batches": f"""{EXAMPLES}
assert [len(batch[1]) for batch in in_batches((images, labels), 3, seed=1)] == [3, 3, 2]
""",
    "training_loops.metrics.HandWrittenAccuracy": """
metric = HandWrittenAccuracy()
metric.update_state(tf.constant([0, 1]), tf.constant([[1.0, 0.0], [1.0, 0.0]]))
assert float(metric.result()) == 0.5
""",
    "training_loops.gan.build_generator": """
import tensorflow as tf
assert build_generator()(tf.ones([2, 128])).shape == (2, 28, 28, 1)
""",
    "training_loops.gan.build_discriminator": """
import tensorflow as tf
assert build_discriminator()(tf.ones([2, 28, 28, 1])).shape == (2, 1)
""",
    "training_loops.gan.generate": f"{GAN}\nassert generate(models.generator, 3, seed).shape == (3, 28, 28, 1)",
    "training_loops.gan.discriminator_step": f"""{GAN}
assert float(discriminator_step(models, keras.optimizers.Adam(1e-3), images, seed)) > 0
assert changed() == [False, True]
""",
    "training_loops.gan.generator_step": f"""{GAN}
assert float(generator_step(models, keras.optimizers.Adam(1e-3), 2, seed)) > 0
assert changed() == [True, False]
""",
    "training_loops.gan.train_step": f"""{GAN}
optimizers = Pair(generator=keras.optimizers.Adam(1e-3), discriminator=keras.optimizers.Adam(1e-3))
assert all(float(loss) > 0 for loss in train_step(models, optimizers, images, seed))
assert changed() == [True, True]
""",
    "training_loops.gan.train_epoch": f"""{GAN}
figures = train_epoch(lambda images, seed: Pair(generator=1.0, discriminator=2.0), [(images, seed)])
assert figures == {{"generator_loss": 1.0, "discriminator_loss": 2.0}}
""",
    "training_loops.gan.sample_grid": f"{GAN}\nassert sample_grid(models.generator, 2, 3, seed=1).shape == (56, 84)",
}

# The programs under the figures of these experiments train for long: here with fewer epochs or rounds.
SHORTER = {
    "classifier()": "classifier(epochs=1)",
    "raw_inputs()": "raw_inputs(epochs=1)",
    "network()": "network(epochs=1)",
    "splits()": "splits(seeds=2)",
    "step_timing()": "step_timing(rounds=1)",
    "tracked_losses()": "tracked_losses(epochs=1)",
    "gan()": "gan(epochs=0, sample_epochs=(0,), judged=8)",
}
