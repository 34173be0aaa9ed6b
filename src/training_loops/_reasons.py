"""Why something failed, in the words of TensorFlow or the system, as one line."""

import re


def reason(error: Exception) -> str:
    """The first line of an error, without the names of nodes and the numbers that stand around what it says."""
    if isinstance(error, OSError) and error.strerror:
        return ": ".join([error.strerror, *filter(None, [error.filename])])
    line = str(getattr(error, "message", error)).strip().partition("\n")[0]
    line = re.sub(r"\{\{.*?\}\}|\[Op:\w+\].*|\[type\.googleapis\.com.*", "", line)
    return " ".join(line.split()).rstrip(" ;:.") or type(error).__name__
