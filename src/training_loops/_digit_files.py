"""Where the digits come from: the bundled file, Keras's cache, Debian's package. A damaged file is never used."""

import gzip
import hashlib
import io
import os
import socket
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np

# Images of shape (n, 28, 28) and labels of shape (n,), all uint8.
Arrays = tuple[np.ndarray, np.ndarray]

BUNDLED = Path(__file__).with_name("mnist_10k.npz")
BUNDLED_SHA256 = "81bfa46d0392f53d1938a1682d6a198e554bb6f49300759944b737992b02bedb"
MNIST_SHA256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
DEBIAN = Path("/usr/share/datasets/fashion-mnist")
# Of the files without their compression, since Debian compresses them anew. Keras checks none of them.
FASHION_SHA256 = {
    "train-images-idx3-ubyte.gz": "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    "train-labels-idx1-ubyte.gz": "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    "t10k-images-idx3-ubyte.gz": "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    "t10k-labels-idx1-ubyte.gz": "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
}
TIMEOUT_S = 5.0

BUNDLED_MEND = "install training-loops again"
KERAS_MEND = "delete it, and Keras downloads it again"
DEBIAN_MEND = "apt-get install --reinstall dataset-fashion-mnist"


def read_bundled() -> Arrays:
    """The 10,000 bundled digits. Raises `OSError` where the file is missing, `ValueError` where it is damaged."""
    with np.load(io.BytesIO(_intact(BUNDLED, BUNDLED_SHA256, BUNDLED_MEND)), allow_pickle=False) as arrays:
        return arrays["x"], arrays["y"]


def read_mnist() -> tuple[Arrays, Arrays]:
    """MNIST's training and test digits, from Keras's cache or through it from the network."""
    path = _keras_folder() / "mnist.npz"
    if path.exists():
        _intact(path, MNIST_SHA256, KERAS_MEND)
        return keras.datasets.mnist.load_data()
    return _download("mnist", keras.datasets.mnist.load_data)


def read_fashion_mnist() -> tuple[Arrays, Arrays]:
    """Fashion-MNIST's training and test images, from Keras's cache, Debian's package or the network."""
    cache = _keras_folder() / "fashion-mnist"
    if not _has_all(cache) and _has_all(DEBIAN):
        return _read_fashion_folder(DEBIAN, DEBIAN_MEND)
    if not _has_all(cache):
        _download("fashion-mnist", keras.datasets.fashion_mnist.load_data)
    return _read_fashion_folder(cache, KERAS_MEND)


def _keras_folder() -> Path:
    """The folder in which Keras keeps data sets, found as Keras finds it."""
    home = Path(os.environ.get("KERAS_HOME") or "~/.keras").expanduser()
    if not os.access(home, os.W_OK):
        home = Path("/tmp" if Path("/tmp").is_dir() else tempfile.gettempdir(), ".keras")
    return home / "datasets"


def _has_all(folder: Path) -> bool:
    return all((folder / name).exists() for name in FASHION_SHA256)


def _read_fashion_folder(folder: Path, mend: str) -> tuple[Arrays, Arrays]:
    files = [_read_idx(folder / name, digest, mend) for name, digest in FASHION_SHA256.items()]
    return (files[0], files[1]), (files[2], files[3])


def _read_idx(path: Path, digest: str, mend: str) -> np.ndarray:
    """An array from a compressed IDX file: the rank in byte 3, the dimensions as big-endian integers, the values."""
    try:
        content = gzip.decompress(path.read_bytes())
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ValueError(f"{path} is damaged ({error}); {mend}") from error
    _check(content, path, digest, mend)
    rank = content[3]
    shape = np.frombuffer(content, ">u4", rank, offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * rank).reshape(shape)


def _intact(path: Path, digest: str, mend: str) -> bytes:
    """The bytes of a file whose digest is known."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise OSError(f"{path} cannot be read ({error.strerror}); {mend}") from error
    _check(content, path, digest, mend)
    return content


def _check(content: bytes, path: Path, digest: str, mend: str) -> None:
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValueError(f"{path} is damaged or not the file it should be (its SHA-256 differs); {mend}")


def _download(name: str, load_data: Callable):
    """What Keras's `load_data` returns; on a network that does not answer it gives up after a few seconds."""
    print(f"{name}: not in {_keras_folder()}, downloading it through Keras", file=sys.stderr)
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(TIMEOUT_S)
    try:
        return load_data()
    except Exception as error:  # Keras raises a bare Exception where a download fails
        raise OSError(
            f"{name} cannot be had: it is not in {_keras_folder()} and the download failed ({error}); connect to "
            "a network, or take the bundled digits, load_digits('mnist-10k')"
        ) from error
    finally:
        socket.setdefaulttimeout(before)
