"""The cluster that this process belongs to, as `TF_CONFIG` or Slurm says, checked before TensorFlow connects to it."""

import json
import os
import re
import shutil

import tensorflow as tf

# Where workers listen under Slurm; tasks of one node take the numbers from here on.
SLURM_PORT = 8888
SLURM = ("SLURM_PROCID", "SLURM_STEP_NUM_TASKS", "SLURM_STEP_NODELIST", "SLURM_STEP_TASKS_PER_NODE")


def cluster_here():
    """TensorFlow's resolver of the cluster, or `None` for a process that is alone; raises `ValueError` on an error."""
    if os.environ.get("TF_CONFIG", "").strip() not in ("", "{}"):
        check_tf_config(os.environ["TF_CONFIG"])
        return tf.distribute.cluster_resolver.TFConfigClusterResolver()
    if os.environ.get("SLURM_STEP_NUM_TASKS", "1").strip() != "1":
        return _slurm()
    return None


def check_tf_config(text: str) -> None:
    """Raise `ValueError` with one line where `TF_CONFIG` is not what a worker of a cluster needs."""
    try:
        config = json.loads(text)
    except (RecursionError, ValueError) as error:
        raise ValueError(f"TF_CONFIG must be JSON: {error}") from error
    cluster = _part(config, "cluster", '{"worker": ["10.0.0.1:12345", "10.0.0.2:12345"]}')
    task = _part(config, "task", '{"type": "worker", "index": 0}')
    if strange := sorted(set(cluster) - {"chief", "worker"}):
        raise ValueError(f"TF_CONFIG: cluster may have worker and chief, not {strange[0]!r:.60}")
    addresses = [address for kind in sorted(cluster) for address in _addresses(kind, cluster[kind])]
    if twice := sorted({address for address in addresses if addresses.count(address) > 1}):
        raise ValueError(f"TF_CONFIG: the address {twice[0]} stands there twice; each worker needs its own")
    if len(cluster.get("chief", [0])) > 1:
        raise ValueError(f"TF_CONFIG: cluster.chief must have one address, not {len(cluster['chief'])}")
    kind, index = task.get("type"), task.get("index")
    if kind not in list(cluster):
        raise ValueError(f"TF_CONFIG: task.type must be one of {', '.join(cluster)}, not {kind!r}")
    if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < len(cluster[kind]):
        raise ValueError(f"TF_CONFIG: task.index must be from 0 to {len(cluster[kind]) - 1}, not {index!r:.60}")


def _part(config, name: str, example: str) -> dict:
    part = config.get(name) if isinstance(config, dict) else None
    if not isinstance(part, dict) or not part:
        raise ValueError(f"TF_CONFIG must have {name!r}, as in {example}")
    return part


def _addresses(kind: str, addresses) -> list[str]:
    if not isinstance(addresses, list) or not addresses:
        raise ValueError(f'TF_CONFIG: cluster.{kind} must be a list of addresses, as in ["10.0.0.1:12345"]')
    for address in addresses:
        found = re.fullmatch(r"[^\s/]+:([0-9]+)", address) if isinstance(address, str) else None
        if not found or not 0 < int(found[1]) < 65536:
            raise ValueError(f"TF_CONFIG: cluster.{kind}: {address!r} must be an address, host:port")
    return addresses


def _slurm():
    """Slurm's cluster; TensorFlow's resolver for it asks `nvidia-smi` for GPUs, which a machine without has not."""
    if missing := [name for name in SLURM if not os.environ.get(name)]:
        raise ValueError(f"Slurm's {', '.join(missing)} must be set; start the workers by srun")
    resolver = tf.distribute.cluster_resolver.SlurmClusterResolver
    has_gpus = bool(shutil.which("nvidia-smi"))
    try:
        without = {} if has_gpus else {"gpus_per_node": 2**10, "gpus_per_task": 1, "auto_set_gpu": False}
        counted = resolver(port_base=SLURM_PORT, **without)
        cluster = counted.cluster_spec()
    except (RuntimeError, ValueError, AssertionError) as error:
        raise ValueError(f"Slurm's variables: {error}") from error
    if counted.task_type is None:
        raise ValueError(f"Slurm's variables: there is no task {os.environ['SLURM_PROCID']} among those of the nodes")
    if has_gpus:
        return counted
    return tf.distribute.cluster_resolver.SimpleClusterResolver(
        cluster, task_type=counted.task_type, task_id=counted.task_id, rpc_layer="grpc"
    )
