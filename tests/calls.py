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
}
