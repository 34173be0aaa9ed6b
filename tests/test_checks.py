"""What every loop takes, and what it refuses by name before its first step."""

import keras
import numpy as np
import pytest
import tensorflow as tf

from training_loops import classifier, custom_fit, gan, linear
from training_loops.classifier import build_classifier, epoch_runner, evaluate
from training_loops.data import Digits, Examples, load_digits
from training_loops.gan import Pair

pytestmark = pytest.mark.loops

SMALL = Digits(*(Examples(images[:20], labels[:20]) for images, labels in load_digits()))
IMAGES, LABELS = SMALL.train
NAN = IMAGES.copy()
NAN[3, 5, 6] = np.nan
HUGE = IMAGES.astype(np.float64)
HUGE[0, 1, 2] = -1e300
X, Y = [0.0, 1.0], [1.0, 2.0]


def sgd():
    return keras.optimizers.SGD(0.1)


def small_pair():
    generator = [keras.Input((4,)), keras.layers.Dense(784, "sigmoid"), keras.layers.Reshape((28, 28, 1))]
    discriminator = [keras.layers.Flatten(), keras.layers.Dense(1)]
    return Pair(keras.Sequential(generator), keras.Sequential(discriminator))


def train_classifier(images=IMAGES, labels=LABELS, model=None, **arguments):
    digits = SMALL._replace(train=Examples(images, labels))
    arguments = {"digits": digits, "optimizer": sgd(), "epochs": 1, "mode": "eager", **arguments}
    return classifier.train(model or build_classifier(), **arguments)


def fit(**arguments):
    plain = build_classifier()
    model = custom_fit.CustomFitClassifier(plain.input, plain.output)
    return custom_fit.train(**{"model": model, "optimizer": sgd(), "digits": SMALL, "epochs": 1, **arguments})


def train_gan(**arguments):
    settings = {"models": small_pair(), "optimizers": Pair(sgd(), sgd()), "images": IMAGES, "epochs": 1}
    return gan.train(**{**settings, "mode": "eager", **arguments})[0]


def train_line(x=X, y=Y, **arguments):
    return linear.train(linear.LinearModel(), x, y, **arguments)


LOOPS = {"classifier": train_classifier, "fit": fit, "gan": train_gan, "line": train_line}
MANY = 10**400
LONG = pytest.param(-(10**5000), id="5,000 digits")  # Python writes none of more than 4,300
NOT_WHOLE = [1.0, np.float32(1), True, np.True_, "1", None, [1], -1, MANY, LONG, 2**63]


@pytest.mark.parametrize("value", NOT_WHOLE, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize(
    ("loop", "name"),
    [
        *(("classifier", name) for name in ("epochs", "batch_size", "seed", "log_every")),
        *((loop, name) for loop in ("fit", "gan") for name in ("epochs", "batch_size", "seed")),
        ("line", "epochs"),
    ],
)
def test_what_is_not_a_whole_number_is_named(loop, name, value):
    with pytest.raises(ValueError, match=rf"^{name} must be (a whole number of at least|less than 2\*\*63)") as raised:
        LOOPS[loop](**{name: value})
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 150


@pytest.mark.parametrize("loop", LOOPS)
def test_numbers_of_numpy_are_taken(loop):
    names = ["epochs"] if loop == "line" else ["epochs", "batch_size", "seed"]
    plain, numpy = (LOOPS[loop](**dict.fromkeys(names, kind(2))) for kind in (int, np.int64))
    assert numpy["epoch"] == plain["epoch"]
    if loop != "gan":  # its models have no seed here
        assert list(numpy) == list(plain)


@pytest.mark.parametrize("loop", ["classifier", "fit", "gan"])
def test_the_largest_seed_is_taken(loop):
    assert len(LOOPS[loop](seed=2**63 - 1)) == 1


WRONG_IMAGES = {
    "whole numbers": ((IMAGES * 255).astype(np.uint8), "must be floating-point numbers, .* not uint8"),
    "int32 tensor": (tf.cast(IMAGES, tf.int32), "must be floating-point numbers, .* not int32"),
    "strings": (IMAGES.astype(str), "must be floating-point numbers"),
    "complex": (IMAGES.astype(complex), "must be floating-point numbers, .* not complex128"),
    "nan": (NAN, r"must be finite, but \S*images\[3, 5, 6\] is nan"),
    "beyond float32": (HUGE, r"must be finite, but \S*images\[0, 1, 2\] is -inf in float32"),
    "no image": (IMAGES[:0], "must have the shape .* with at least one image"),
    "a number": (MANY, "must have the shape"),
    "nothing": (None, "must have the shape"),
    "ragged": ([[1.0], [1.0, 2.0]], "must be an array of numbers: "),
    "symbolic": (keras.Input((28, 28)), "must be an array of numbers: "),
}


@pytest.mark.parametrize(("images", "reason"), WRONG_IMAGES.values(), ids=WRONG_IMAGES)
def test_wrong_images_are_named(images, reason):
    wrong = Examples(images, LABELS)
    with pytest.raises(ValueError, match=rf"^digits.train.images {reason}"):
        train_classifier(images)
    with pytest.raises(ValueError, match=rf"^digits.validation.images {reason}"):
        fit(digits=SMALL._replace(validation=wrong))
    with pytest.raises(ValueError, match=rf"^images {reason}"):
        train_gan(images=images)
    with pytest.raises(ValueError, match=rf"^examples.images {reason}"):
        evaluate(build_classifier(), wrong)
    with pytest.raises(ValueError, match=rf"^digits.train.images {reason}"):
        epoch_runner(build_classifier(), sgd(), wrong)


@pytest.mark.parametrize("labels", [LABELS + 5, LABELS.astype(str), LABELS.astype(float), LABELS > 3, [MANY] * 20])
def test_wrong_labels_are_named(labels):
    with pytest.raises(ValueError, match=r"^digits.train.labels must be whole numbers from 0 to 9"):
        train_classifier(labels=labels)
    with pytest.raises(ValueError, match=r"^examples.labels must be whole numbers from 0 to 9"):
        evaluate(build_classifier(), (IMAGES, labels))


@pytest.mark.parametrize("labels", [LABELS.tolist(), LABELS.astype(np.uint8), tf.cast(LABELS, tf.int32)])
@pytest.mark.parametrize("images", [IMAGES.tolist(), IMAGES.astype(np.float64), tf.cast(IMAGES, tf.float64)])
def test_lists_and_other_types_train_as_load_digits_does(images, labels):
    assert list(train_classifier(images, labels)) == list(train_classifier())
    model = build_classifier()
    assert evaluate(model, (images, labels)) == evaluate(model, SMALL.train)


def test_the_gan_takes_half_precision_and_lists():
    for images in (IMAGES.astype(np.float16), IMAGES.tolist(), tf.constant(IMAGES)):
        assert np.isfinite(train_gan(images=images)["generator_loss"]).all()


@pytest.mark.parametrize("value", [["a", "b"], "a", MANY, [MANY, 1], [1.0, MANY], [1j, 2], None, [True, False]])
def test_a_line_through_what_is_not_a_number_is_refused(value):
    with pytest.raises(ValueError, match=r"^x must be real numbers, not"):
        train_line(x=value)
    with pytest.raises(ValueError, match=r"^y must be real numbers, not"):
        train_line(y=value)


@pytest.mark.parametrize("dtype", [tf.int32, tf.float64, tf.float16])
def test_a_line_through_tensors_of_other_types_is_that_of_float32(dtype):
    x, y = tf.constant([1, 2], dtype), tf.constant([1, 3], dtype)
    assert list(train_line(x, y)) == list(train_line([1.0, 2.0], [1.0, 3.0]))


@pytest.mark.parametrize(("value", "place"), [([1.0, np.nan], r"x\[1\] is nan"), ([1e300, 1.0], r"x\[0\] is inf")])
def test_a_line_through_what_is_not_finite_is_refused(value, place):
    with pytest.raises(ValueError, match=rf"^x must be finite, but {place}"):
        train_line(x=value)


@pytest.mark.parametrize("value", [MANY, LONG, "a", None, np.True_, 1j, [0.1], np.nan])
def test_a_wrong_learning_rate_is_named(value):
    with pytest.raises(ValueError, match=r"^learning_rate must be "):
        train_line(learning_rate=value)


def test_a_learning_rate_of_numpy_is_taken():
    assert list(train_line(learning_rate=np.float32(0.25))) == list(train_line(learning_rate=0.25))


@pytest.mark.parametrize("value", [1, None, "12", [1.0], [True], (9,), [MANY]])
def test_wrong_sample_epochs_are_named(value):
    with pytest.raises(ValueError, match=r"^sample_epochs must be "):
        train_gan(sample_epochs=value)


def test_sample_epochs_may_be_an_array():
    assert set(gan.train(small_pair(), Pair(sgd(), sgd()), IMAGES, epochs=1, sample_epochs=np.array([0, 1]))[1]) == {
        0,
        1,
    }


def dense(size):
    return keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(size)])


@pytest.mark.parametrize("mode", ["eager", "graph", "epoch"])
def test_a_model_that_is_not_built_is_built(mode):
    assert np.isfinite(train_classifier(model=dense(10), mode=mode)["loss"]).all()


NAMED = {
    "five logits": (
        lambda: train_classifier(model=dense(5)),
        r"model must make \(1, 10\) of .*, not \(1, 5\)",
    ),
    "rows": (
        lambda: train_classifier(model=keras.Sequential([keras.Input((784,)), keras.layers.Dense(10)])),
        r"model must take inputs of the shape \(1, 28, 28\): .* Expected shape \(None, 784\)",
    ),
    "optimizer": (lambda: train_classifier(optimizer="sgd"), "optimizer must be a Keras optimizer, not 'sgd'"),
    "step": (lambda: train_classifier(step=None), "step must be a function, not None"),
    "digits": (lambda: train_classifier(digits=IMAGES), "digits must have train and validation"),
    "train": (lambda: train_classifier(digits=Digits(3, 3, 3)), "digits.train must be images and labels, .* not 3"),
    "mode": (lambda: train_classifier(mode=["eager"]), r"mode must be one of .*, not \['eager'\]"),
    "runner": (
        lambda: epoch_runner(build_classifier(), sgd(), SMALL.train, mode="auto"),
        "mode must be one of",
    ),
    "evaluate": (lambda: evaluate(build_classifier(), SMALL.test, batch_size=0), "batch_size must be"),
    "fit": (lambda: fit(model=build_classifier()), "model must be a CustomFitClassifier, not a Functional"),
    "models": (lambda: train_gan(models=tuple(small_pair())), "models must be a Pair"),
    "optimizers": (lambda: train_gan(optimizers=Pair(sgd(), 3)), "optimizers.discriminator must be a Keras optimizer"),
    "not built": (
        lambda: train_gan(models=Pair(dense(784), dense(1))),
        "models.generator is not built",
    ),
    "generator": (
        lambda: train_gan(models=Pair(keras.Sequential([keras.Input((4,)), dense(784)]), dense(1))),
        r"models.generator must make \(1, 28, 28, 1\) of \(1, 4\), not \(1, 784\)",
    ),
    "discriminator": (lambda: train_gan(models=Pair(small_pair()[0], dense(2))), "models.discriminator must make"),
}


@pytest.mark.parametrize(("call", "message"), NAMED.values(), ids=NAMED)
def test_what_else_is_wrong_is_named(call, message):
    with pytest.raises(ValueError, match=rf"^{message}") as raised:
        call()
    assert "\n" not in str(raised.value)
