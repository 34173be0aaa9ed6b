"""What a contestant that runs on TensorFlow says of itself."""

import platform


def about():
    import keras
    import tensorflow as tf

    from docsite.benchmarks.contestants.loaded import libraries

    graphics = tf.config.list_physical_devices("GPU")
    versions = {"tensorflow": tf.__version__, "keras": keras.__version__, "python": platform.python_version()}
    device = tf.config.experimental.get_device_details(graphics[0]).get("device_name", "GPU") if graphics else "CPU"
    # TensorFlow says 0 where it takes as many threads as there are cores.
    threads = tf.config.threading.get_intra_op_parallelism_threads()
    return {"versions": {**versions, **libraries()}, "threads": threads, "device": device}
