"""The libraries of a GPU that this process has loaded, by their own word: not those that TensorFlow was built for."""

import ctypes
import re
from collections.abc import Callable
from pathlib import Path

# The file of each library, and how it says its version.
LIBRARIES: dict[str, tuple[str, Callable[[ctypes.CDLL], str]]] = {
    "cuda": (r"libcudart\.so", lambda library: _by_pointer(library.cudaRuntimeGetVersion)),
    "cublas": (r"libcublas\.so", lambda library: _by_parts(library.cublasGetProperty)),
    "cudnn": (r"libcudnn\.so", lambda library: _cudnn(library.cudnnGetVersion())),
}
MAPS = Path("/proc/self/maps")
DRIVER = "libnvidia-ml.so.1"


def libraries() -> dict[str, str]:
    """The version of each loaded library, and of the driver; empty where there is none, or no `/proc`."""
    paths = re.findall(r"\s(/\S+)$", MAPS.read_text("utf-8"), re.M) if MAPS.exists() else []
    found = {}
    for name, (pattern, version) in LIBRARIES.items():
        path = next((path for path in paths if re.match(pattern, Path(path).name)), None)
        if path:
            found[name] = version(ctypes.CDLL(path))
    return found | _driver() if found else {}


def _by_pointer(call) -> str:
    """A version such as 12090, written through a pointer: 12.9."""
    number = ctypes.c_int()
    call(ctypes.byref(number))
    return f"{number.value // 1000}.{number.value % 1000 // 10}"


def _by_parts(call) -> str:
    parts = []
    for part in range(3):
        number = ctypes.c_int()
        call(part, ctypes.byref(number))
        parts.append(str(number.value))
    return ".".join(parts)


def _cudnn(number: int) -> str:
    """A version such as 91002: 9.10.2."""
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _driver() -> dict[str, str]:
    try:
        library = ctypes.CDLL(DRIVER)
    except OSError:
        return {}
    text = ctypes.create_string_buffer(96)
    library.nvmlInit_v2()
    status = library.nvmlSystemGetDriverVersion(text, len(text))
    library.nvmlShutdown()
    return {} if status else {"driver": text.value.decode()}
