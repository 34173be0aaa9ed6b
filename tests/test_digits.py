"""The digits: how they are split, where they come from, and what is said when they cannot be had."""

import gzip
import hashlib
import socket

import numpy as np
import pytest
import tensorflow as tf

from training_loops import _digit_files
from training_loops.data import in_batches, load_digits

pytestmark = pytest.mark.loops


@pytest.fixture
def keras_home(tmp_path, monkeypatch):
    """An empty home for Keras and a network on which no name is found; gives the folder of Keras's data sets."""

    def not_found(*_, **__):
        asked.append(socket.getdefaulttimeout())
        raise socket.gaierror(-2, "Name or service not known")

    asked: list[float | None] = []
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setattr("keras.src.backend.config._KERAS_DIR", str(tmp_path))
    monkeypatch.setattr(socket, "getaddrinfo", not_found)
    monkeypatch.setattr(_digit_files, "DEBIAN", tmp_path / "nothing")
    for variable in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    (tmp_path / "datasets").mkdir()
    yield tmp_path / "datasets"
    assert all(timeout is not None and timeout <= 10 for timeout in asked), "waits for a network without a limit"
    assert socket.getdefaulttimeout() is None


def test_the_bundled_digits_have_the_shapes_and_types_they_promise():
    for examples, count in zip(load_digits(), (8000, 1000, 1000), strict=True):
        assert (examples.images.shape, examples.images.dtype) == ((count, 28, 28), np.float32)
        assert (examples.labels.shape, examples.labels.dtype) == ((count,), np.int64)
        assert (examples.images.min(), examples.images.max()) == (0.0, 1.0)


def test_the_bundled_splits_share_no_image_and_are_all_of_the_file():
    digests = [{image.tobytes() for image in examples.images} for examples in load_digits()]
    images, _ = _digit_files.read_bundled()
    assert len(set.union(*digests)) == sum(map(len, digests)) == len({image.tobytes() for image in images})


def test_each_class_has_its_share_of_each_split():
    digits = load_digits()
    counts = [np.bincount(examples.labels, minlength=10) for examples in digits]
    for count in counts[1:]:
        assert abs(count - sum(counts) / 10).max() <= 1


def test_the_splits_are_the_same_on_every_machine():
    images, labels = load_digits().test
    digest = hashlib.sha256(images.tobytes() + labels.tobytes()).hexdigest()
    assert digest == "37d569762a17b31d65754234210e8715467cd861076eaf5b5f6a37238c289ad5"


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-1000],
        lambda content: content[:500_000] + bytes([content[500_000] ^ 1]) + content[500_001:],
        lambda _: b"<html>not found</html>",
        lambda _: b"",
    ],
    ids=["truncated", "one bit", "another file", "empty"],
)
def test_a_damaged_bundled_file_is_named_with_its_mend(tmp_path, monkeypatch, damage):
    path = tmp_path / "mnist_10k.npz"
    path.write_bytes(damage(_digit_files.BUNDLED.read_bytes()))
    monkeypatch.setattr(_digit_files, "BUNDLED", path)
    with pytest.raises(ValueError, match=r"is damaged or not the file .* install training-loops again") as raised:
        load_digits()
    assert str(path) in str(raised.value)


def test_a_missing_bundled_file_is_named_with_its_mend(tmp_path, monkeypatch):
    monkeypatch.setattr(_digit_files, "BUNDLED", tmp_path / "mnist_10k.npz")
    with pytest.raises(OSError, match=r"mnist_10k.npz cannot be read .* install training-loops again"):
        load_digits()


def test_a_damaged_file_in_keras_cache_is_named_and_left_in_place(keras_home):
    path = keras_home / "mnist.npz"
    path.write_bytes(b"half a download")
    with pytest.raises(ValueError, match=r"is damaged .* delete it") as raised:
        load_digits("mnist")
    assert str(path) in str(raised.value)
    assert path.exists()


@pytest.mark.parametrize("source", ["mnist", "fashion-mnist"])
def test_without_a_network_the_error_says_what_to_do(keras_home, source, capsys):
    with pytest.raises(OSError, match=f"^{source} cannot be had: .* connect to a network, or take") as raised:
        load_digits(source)
    assert str(keras_home) in str(raised.value)
    assert "\n" not in str(raised.value)
    assert capsys.readouterr().err.startswith(f"{source}: not in {keras_home}, downloading it")


def test_auto_says_in_one_line_which_it_took(keras_home, capsys):
    digits = load_digits("auto")
    assert len(digits.train.labels) == 8000
    said = [line for line in capsys.readouterr().out.splitlines() if line.startswith("auto: ")]
    assert len(said) == 1
    assert "took the bundled mnist-10k, since mnist cannot be had" in said[0]
    assert str(keras_home) in said[0]


def test_an_unknown_source_is_an_error_that_lists_them():
    with pytest.raises(ValueError, match=r"source must be 'mnist-10k', .* 'auto', not 'cifar'"):
        load_digits("cifar")


def numbered(count: int):
    """Images whose first two pixels hold their number, and labels from it."""
    images = np.zeros((count, 28, 28), np.uint8)
    images[:, 0, 0], images[:, 0, 1] = np.divmod(np.arange(count), 256)
    return images, (np.arange(count) % 10).astype(np.uint8)


def write_idx(path, array):
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
    path.write_bytes(gzip.compress(header + array.tobytes(), 1))
    return hashlib.sha256(header + array.tobytes()).hexdigest()


@pytest.fixture
def fashion_folder(monkeypatch, keras_home):
    """Debian's folder with 60,000 and 10,000 made-up images; Keras's cache is empty."""
    folder = keras_home.parent / "fashion-mnist"
    folder.mkdir()
    arrays = [*numbered(60_000), *numbered(10_000)]
    paths = [folder / name for name in _digit_files.FASHION_SHA256]
    digests = {path.name: write_idx(path, array) for path, array in zip(paths, arrays, strict=True)}
    monkeypatch.setattr(_digit_files, "FASHION_SHA256", digests)
    monkeypatch.setattr(_digit_files, "DEBIAN", folder)
    return folder


@pytest.mark.usefixtures("fashion_folder")
def test_fashion_mnist_comes_from_debian_and_its_last_training_images_validate():
    digits = load_digits("fashion-mnist")
    for examples, first, count in zip(digits, (0, 50_000, 0), (50_000, 10_000, 10_000), strict=True):
        pixels = np.round(examples.images[:, 0, :2] * 255).astype(int)
        np.testing.assert_array_equal(pixels @ [256, 1], np.arange(first, first + count))
        np.testing.assert_array_equal(examples.labels, np.arange(first, first + count) % 10)


def test_keras_cache_is_read_before_debian(fashion_folder, keras_home):
    (keras_home / "fashion-mnist").symlink_to(fashion_folder)
    (fashion_folder / "t10k-labels-idx1-ubyte.gz").write_bytes(b"")
    with pytest.raises(ValueError, match=f"^{keras_home}.* delete it"):
        load_digits("fashion-mnist")


@pytest.mark.parametrize("damage", [lambda content: content[:-100], lambda _: gzip.compress(b"other")])
def test_a_damaged_idx_file_is_named_with_its_mend(fashion_folder, damage):
    path = fashion_folder / "train-labels-idx1-ubyte.gz"
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(ValueError, match=r"is damaged .* apt-get install --reinstall") as raised:
        load_digits("fashion-mnist")
    assert str(path) in str(raised.value)


@pytest.mark.skipif(not _digit_files.DEBIAN.exists(), reason="Debian's package dataset-fashion-mnist is not installed")
def test_the_installed_fashion_mnist_is_whole(tmp_path, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))  # so that it does not come from a cache
    digits = load_digits("fashion-mnist")
    assert [len(examples.labels) for examples in digits] == [50_000, 10_000, 10_000]
    counts = [np.bincount(examples.labels, minlength=10) for examples in digits]
    assert (counts[0] + counts[1]).tolist() == [6000] * 10
    assert counts[2].tolist() == [1000] * 10
    for examples in digits:
        assert (examples.images.shape[1:], examples.images.dtype) == ((28, 28), np.float32)
        assert (examples.images.min(), examples.images.max()) == (0.0, 1.0)


def rows(batches) -> list[int]:
    return [int(number) for (numbers,) in batches for number in numbers]


def test_batches_hold_each_example_once_and_the_last_is_smaller():
    numbers = (np.arange(10),)
    assert rows(in_batches(numbers, 4)) == list(range(10))
    assert [len(batch[0]) for batch in in_batches(numbers, 4, seed=1)] == [4, 4, 2]
    shuffled = rows(in_batches(numbers, 4, seed=1))
    assert shuffled != list(range(10))
    assert sorted(shuffled) == list(range(10))


def test_the_order_depends_on_seed_and_epoch_alone():
    numbers = (np.arange(50),)
    first = rows(in_batches(numbers, 4, seed=1, epoch=1))
    tf.random.set_seed(5)
    assert rows(in_batches(numbers, 7, seed=1, epoch=1)) == first
    assert rows(in_batches(numbers, 4, seed=1, epoch=2)) != first
    assert rows(in_batches(numbers, 4, seed=2, epoch=1)) != first
    in_graph = tf.data.Dataset.range(1, 3).flat_map(lambda epoch: in_batches(numbers, 4, seed=1, epoch=epoch))
    assert rows(in_graph)[:50] == first
