"""A call of every function and class that a page shows from `src`: a shown function is run, not only defined."""

LINE = """
from training_loops.data import noisy_line
from training_loops.linear import LinearModel
x, y = noisy_line()
model = LinearModel()
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
}
