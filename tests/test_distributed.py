"""The loop on several devices and in several processes: as one device, and at its edges."""

import json
import os
import re
import signal
import socket
import time
from pathlib import Path

import clusters
import keras
import numpy as np
import pytest
import tensorflow as tf
from clusters import ENDED, by_slurm, by_tf_config, few, files, together

from training_loops import _connecting, classifier, distributed
from training_loops._cluster import check_tf_config, cluster_here
from training_loops._connecting import check_own_address
from training_loops.classifier import build_classifier

pytestmark = pytest.mark.loops
NO_ONE = (-1, 0)
LOST = "ConnectionError: another worker was lost in epoch 2; start all workers again, and they "


def largest_gap(weights, others) -> float:
    return max(float(np.abs(one - other).max()) for one, other in zip(weights, others, strict=True))


def one_device(size: int, batch_size: int, epochs: int):
    model, optimizer = build_classifier(), keras.optimizers.SGD(0.1, momentum=0.9)
    history = classifier.train(model, optimizer, few(size), epochs=epochs, batch_size=batch_size)
    return history["loss"], model.get_weights()


# 198 digits leave a last batch of 6, 193 one of a single digit, so that one replica has an empty part.
@pytest.mark.parametrize(("replicas", "size", "batch_size"), [(2, 198, 64), (2, 193, 64), (3, 198, 66), (3, 100, 63)])
def test_replicas_train_as_one_device(replicas, size, batch_size):
    [(history, expected, weights, same)] = together(clusters.beside_one_device, [{}], replicas, size, batch_size, 1)
    for record, one in zip(history, expected, strict=True):
        assert record == pytest.approx(one, abs=1e-5)
    assert largest_gap(weights, same) < 1e-5


def test_one_update_is_that_of_one_device():
    [(_, _, weights, same)] = together(clusters.beside_one_device, [{}], 2, 64, 64, 1)
    assert largest_gap(weights, build_classifier().get_weights()) > 0
    assert largest_gap(weights, same) < 1e-6


@pytest.mark.parametrize(("variables", "count"), [(by_tf_config, 2), (by_tf_config, 3), (by_slurm, 2)])
def test_processes_train_as_one_device(variables, count):
    port = clusters.neighbours(count)
    answers = together(clusters.trained, variables(count), 130, 60, 2, [], NO_ONE, port)
    losses, same = one_device(130, 60, 2)
    for epochs, own, weights, replicas in answers:
        assert (epochs, replicas) == ([1, 2], count)
        assert own == pytest.approx(losses, abs=1e-5)
        assert largest_gap(weights, same) < 1e-5
        assert largest_gap(weights, answers[0][2]) == 0


def lost_and_found(folder, count: int, victim: int):
    """What the workers say when one is lost in the middle of epoch 2, and what they have when they ran again."""
    size, batch_size, folders = 60 * 4, 60, [str(folder)] * count
    lost = together(clusters.trained, by_tf_config(count), size, batch_size, 3, folders, (victim, 6))
    assert lost[victim] == ENDED
    assert {*lost} - {ENDED} == {LOST + "go on after epoch 1"}
    assert "epoch-1.index" in files(folder)
    again = together(clusters.trained, by_tf_config(count), size, batch_size, 3, folders, NO_ONE)
    losses, same = one_device(size, batch_size, 3)
    for epochs, own, weights, _ in again:
        assert epochs == [1, 2, 3]  # the first as it was saved
        assert own == pytest.approx(losses, abs=1e-5)
        assert largest_gap(weights, same) < 1e-5


def test_a_lost_worker_stops_all_with_one_line_and_they_go_on(tmp_path):
    lost_and_found(tmp_path / "saved", 2, 1)


@pytest.mark.faults
@pytest.mark.parametrize(("count", "victim"), [(2, 0), (3, 0), (3, 2)])
def test_any_worker_may_be_lost(tmp_path, count, victim):
    lost_and_found(tmp_path / "saved", count, victim)


def test_workers_that_disagree_all_say_so_and_the_first_alone_saves(tmp_path):
    file, first, second = (str(tmp_path / name) for name in ("file", "first", "second"))
    Path(file).touch()
    variables = by_tf_config(2)
    folders, epochs = [[file, first, first, first], [first, first, second, second]], [[1, 1, 1, 1], [1, 2, 1, 1]]
    answers = together(clusters.disagreed, variables, folders, epochs)
    assert [answer for answer in answers if isinstance(answer, str)] == []  # an error that nobody expects
    (said, errors), (other, others_errors) = answers
    differ = "all workers must call train with the same arguments; another worker has others"
    unseen = "{} must be a folder that all workers see: one found epoch 1, another 0"
    assert said == [f"folder must be a folder, and {file} is a file; name another", differ, [1], unseen.format(first)]
    assert other == [
        f"another worker cannot use the folder {first}; its own message says why",
        differ,
        [1],
        unseen.format(second),
    ]
    assert "epoch-1.index" in files(Path(first))
    assert files(Path(second)) == []
    addresses = json.loads(variables[0]["TF_CONFIG"])["cluster"]["worker"]
    assert f"worker 0 waits for worker 1 at {addresses[1]}\n" in errors
    assert f"worker 1 waits for worker 0 at {addresses[0]}\n" in others_errors
    assert "overhead" not in errors


def test_ctrl_c_ends_a_worker_that_waits_for_another(tmp_path):
    [variables, _], told = by_tf_config(2), tmp_path / "told"
    told.touch()
    _, port = json.loads(variables["TF_CONFIG"])["cluster"]["worker"][0].split(":")
    with clusters.started(clusters.waiting, variables, str(told)) as worker:
        assert within(60, lambda: "waits for worker 1 at 127.0.0.1:" in told.read_text())
        assert within(60, lambda: listens(int(port)))  # TensorFlow has begun to wait
        os.kill(worker.pid, signal.SIGINT)
        worker.join(30)
        assert worker.exitcode == -signal.SIGINT


def within(seconds: float, condition) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_replicas_refuse_what_they_cannot_divide_and_what_was_made_outside_and_build_the_rest():
    [said] = together(clusters.refused, [{}], 2)
    assert said == [
        "batch_size must divide among the 2 replicas: take 6 or 8, not 7",
        "batch_size must divide among the 2 replicas: take 2, not 1",
        "model must be made inside `with strategy.scope():`, so that each replica has a copy",
        [1],
    ]


@pytest.fixture
def alone():
    """A strategy of one replica, with a model and an optimizer that it knows."""
    strategy = tf.distribute.MirroredStrategy(["CPU:0"])
    with strategy.scope():
        return strategy, build_classifier(), keras.optimizers.SGD(0.1)


@pytest.mark.parametrize("folder", ["", b"runs", 3])
def test_what_is_no_folder_is_named_before_the_first_step(alone, folder):
    weights = alone[1].get_weights()
    with pytest.raises(ValueError, match=rf"^folder must be the path of a folder, not {re.escape(repr(folder))}$"):
        distributed.train(*alone, few(64), epochs=1, folder=folder)
    assert largest_gap(weights, alone[1].get_weights()) == 0


def test_a_run_goes_on_from_its_folder_with_the_history_from_before(alone, tmp_path):
    losses, _ = one_device(64, 64, 1)
    first = distributed.train(*alone, few(64), epochs=1, folder=tmp_path)
    assert first["loss"] == pytest.approx(losses, abs=1e-6)
    trained = alone[1].get_weights()
    assert list(distributed.train(*alone, few(64), epochs=1, folder=tmp_path)) == list(first)
    assert largest_gap(trained, alone[1].get_weights()) == 0
    longer = distributed.train(*alone, few(64), epochs=3, folder=tmp_path)
    assert longer["epoch"] == [1, 2, 3]
    assert list(longer)[:1] == list(first)
    with pytest.raises(ValueError, match=rf"^epochs must be at least 3, which {tmp_path} has, not 2$"):
        distributed.train(*alone, few(64), epochs=2, folder=tmp_path)


def test_what_no_gradient_changes_in_a_listed_layer_comes_back_too(tmp_path):
    strategy = tf.distribute.MirroredStrategy(["CPU:0"])

    class Stack(keras.Model):
        def __init__(self):
            super().__init__()
            self.parts = [keras.layers.Flatten(), keras.layers.BatchNormalization(), keras.layers.Dense(10)]

        def call(self, x, training=False):
            for part in self.parts:
                x = part(x, training=training)
            return x

    averages = []
    for _ in range(2):
        with strategy.scope():
            model = Stack()
            model(few(64).train.images[:1])
            optimizer = keras.optimizers.SGD(0.1)
        distributed.train(strategy, model, optimizer, few(64), epochs=1, folder=tmp_path)
        averages.append(model.parts[1].moving_mean.numpy())
    assert averages[0].any()
    assert (averages[0] == averages[1]).all()


def test_torn_checkpoints_are_passed_over_and_foreign_ones_refused(alone, tmp_path, capfd):
    strategy = alone[0]
    distributed.train(*alone, few(64), epochs=2, folder=tmp_path)
    tear(tmp_path / "epoch-2.data-00000-of-00001")
    assert distributed.train(*alone, few(64), epochs=2, folder=tmp_path)["epoch"] == [1, 2]
    passed = f"passed over {tmp_path}/epoch-2: it cannot be read to its end ("
    assert passed in capfd.readouterr().err
    with strategy.scope():
        other = keras.optimizers.SGD(0.1, momentum=0.9)
    with pytest.raises(ValueError, match="epoch-2: it is of another run, whose optimizer is SGD with 2 variables and"):
        distributed.train(strategy, alone[1], other, few(64), epochs=3, folder=tmp_path)
    for epoch in (1, 2):
        tear(tmp_path / f"epoch-{epoch}.data-00000-of-00001")
    assert distributed.train(*alone, few(64), epochs=1, folder=tmp_path)["epoch"] == [1]
    assert f"no good checkpoint is left in {tmp_path}; training begins again\n" in capfd.readouterr().err
    (tmp_path / "ckpt-3.index").write_text("")
    with pytest.raises(ValueError, match=r"^folder must have no checkpoints of another program, such as ckpt-3; "):
        distributed.train(*alone, few(64), epochs=3, folder=tmp_path)
    assert (tmp_path / "ckpt-3.index").exists()


def tear(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def test_a_loss_that_is_not_finite_names_its_epoch_and_is_not_saved(alone, tmp_path):
    alone[2].learning_rate = 1e30
    with pytest.raises(FloatingPointError, match=r"^the loss of epoch 1 is nan; a smaller learning rate may help$"):
        distributed.train(*alone, few(200), epochs=2)
    with alone[0].scope():
        fresh = build_classifier()
    # The only step has a good loss, and leaves weights that have none.
    with pytest.raises(FloatingPointError, match=r"^the validation loss of epoch 1 is nan; "):
        distributed.train(alone[0], fresh, alone_with(alone[0], 1e38), few(64), epochs=1, folder=tmp_path)
    assert not list(tmp_path.glob("*.index"))


def alone_with(strategy, learning_rate: float):
    with strategy.scope():
        return keras.optimizers.SGD(learning_rate)


def test_an_optimizer_that_scales_the_loss_makes_the_updates_of_one_device(alone):
    scaling = {"learning_rate": 0.1, "loss_scale_factor": 128.0}
    with alone[0].scope():
        optimizer = keras.optimizers.SGD(**scaling)
    distributed.train(*alone[:2], optimizer, few(64), epochs=1)
    model = build_classifier()
    classifier.train(model, keras.optimizers.SGD(**scaling), few(64), epochs=1)
    assert largest_gap(alone[1].get_weights(), model.get_weights()) < 1e-6


def test_wrong_arguments_get_one_line(alone):
    strategy, model, optimizer = alone
    with pytest.raises(ValueError, match=r"^strategy must be a tf\.distribute\.Strategy, not str$"):
        distributed.train("CPU:0", model, optimizer, few(64), epochs=1)
    with pytest.raises(ValueError, match=r"^optimizer must be a Keras optimizer, not 'sgd'$"):
        distributed.train(strategy, model, "sgd", few(64), epochs=1)
    with pytest.raises(RuntimeError, match=r"^logical_cpus must come before anything else of TensorFlow"):
        distributed.logical_cpus(7)


CLUSTER = {"worker": ["10.0.0.1:12345", "10.0.0.2:12345"]}
TASK = {"type": "worker", "index": 0}
EXAMPLE = '{"worker": ["10.0.0.1:12345", "10.0.0.2:12345"]}'


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ([], f"TF_CONFIG must have 'cluster', as in {EXAMPLE}"),
        ({"task": TASK}, f"TF_CONFIG must have 'cluster', as in {EXAMPLE}"),
        ({"cluster": CLUSTER}, """TF_CONFIG must have 'task', as in {"type": "worker", "index": 0}"""),
        ({"cluster": {"ps": ["a:1"]}, "task": TASK}, "TF_CONFIG: cluster may have worker and chief, not ps"),
        ({"cluster": {"worker": {}}, "task": TASK}, "TF_CONFIG: cluster.worker must be a list of addresses"),
        ({"cluster": {"worker": ["a"]}, "task": TASK}, "TF_CONFIG: cluster.worker: 'a' must be an address, host:port"),
        ({"cluster": {"worker": ["a:0"]}, "task": TASK}, "TF_CONFIG: cluster.worker: 'a:0' must be an address"),
        ({"cluster": {"worker": ["a:70000"]}, "task": TASK}, "TF_CONFIG: cluster.worker: 'a:70000' must be"),
        ({"cluster": {"worker": [7]}, "task": TASK}, "TF_CONFIG: cluster.worker: 7 must be an address, host:port"),
        ({"cluster": {"worker": ["a:1", "a:1"]}, "task": TASK}, "TF_CONFIG: the address a:1 stands there twice"),
        ({"cluster": CLUSTER, "task": {"type": "chief", "index": 0}}, "TF_CONFIG: task.type must be one of worker"),
        ({"cluster": CLUSTER, "task": {"type": ["worker"], "index": 0}}, "TF_CONFIG: task.type must be one of worker"),
        ({"cluster": {"chief": ["a:1", "a:2"]}, "task": TASK}, "TF_CONFIG: cluster.chief must have one address, not 2"),
        ({"cluster": {"worker": ["a:٣"]}, "task": TASK}, "TF_CONFIG: cluster.worker: 'a:٣' must be an address"),
        ({"cluster": CLUSTER, "task": {"type": "worker"}}, "TF_CONFIG: task.index must be from 0 to 1, not None"),
        ({"cluster": CLUSTER, "task": {"type": "worker", "index": 2}}, "TF_CONFIG: task.index must be from 0 to 1"),
        ({"cluster": CLUSTER, "task": {"type": "worker", "index": "0"}}, "TF_CONFIG: task.index must be from 0 to 1"),
    ],
)
def test_a_mistake_in_tf_config_gets_one_line(monkeypatch, config, said):
    monkeypatch.setenv("TF_CONFIG", json.dumps(config))
    with pytest.raises(ValueError, match=r"^TF_CONFIG") as raised:
        distributed.new_strategy()
    assert str(raised.value).startswith(said)
    assert "\n" not in str(raised.value)


def test_an_address_in_use_or_of_another_machine_gets_one_line(monkeypatch):
    monkeypatch.setattr(_connecting, "PATIENCE", 2.0)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        config = {"cluster": {"worker": [f"127.0.0.1:{port}", "127.0.0.1:1"]}, "task": TASK}
        monkeypatch.setenv("TF_CONFIG", json.dumps(config))
        said = (
            rf"^worker 0 cannot listen at 127.0.0.1:{port}: Address already in use; end the program that uses the port"
        )
        with pytest.raises(ValueError, match=said):
            distributed.new_strategy()
    own = rf"worker 1 cannot be reached at its address \S+:{port}: "
    for host, why in {"no-such-host.invalid": "", "127.0.0.1": "another program answers there"}.items():
        monkeypatch.setattr(_connecting, "_listening", lambda _: socket.create_server(("127.0.0.1", 0)))
        with socket.create_server(("127.0.0.1", port)), pytest.raises(ValueError, match=f"^{own}{why}.*; correct the "):
            check_own_address("worker 1", f"{host}:{port}")
    monkeypatch.undo()
    check_own_address("worker 1", f"127.0.0.1:{port}")
    check_own_address("worker 1", f"localhost:{port}")


def test_what_goes_wrong_while_tensorflow_connects_gets_one_line(monkeypatch):
    [variables] = by_tf_config(1)
    monkeypatch.setenv("TF_CONFIG", variables["TF_CONFIG"])
    tf.constant(1)  # as in a program that has used TensorFlow
    with pytest.raises(RuntimeError, match=r"^new_strategy must come before anything else of TensorFlow, and once$"):
        distributed.new_strategy()
    said = r"^worker 0 at 127.0.0.1:\d+ cannot join its cluster: Connection reset by peer; start all workers again$"
    with pytest.raises(ConnectionError, match=said), _connecting.connecting(cluster_here()):
        raise tf.errors.UnavailableError(
            None, None, "{{function_node f}} Connection reset by peer\nAdditional GRPC text"
        )


def test_tf_config_that_is_no_json_gets_one_line():
    with pytest.raises(ValueError, match=r"^TF_CONFIG must be JSON: .*line 1 column 2"):
        check_tf_config("{cluster}")


def test_tf_config_is_read_by_tensorflow(monkeypatch):
    monkeypatch.setenv("TF_CONFIG", json.dumps({"cluster": CLUSTER, "task": {"type": "worker", "index": 1}}))
    resolver = cluster_here()
    assert resolver.cluster_spec().as_dict() == CLUSTER
    assert (resolver.task_type, resolver.task_id) == ("worker", 1)


def test_slurm_is_read_where_there_is_no_gpu(monkeypatch):
    monkeypatch.delenv("TF_CONFIG", raising=False)
    for name, value in by_slurm(3)[2].items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SLURM_STEP_NODELIST", "node[1-2]")
    monkeypatch.setenv("SLURM_STEP_TASKS_PER_NODE", "2,1")
    resolver = cluster_here()
    assert resolver.cluster_spec().as_dict() == {"worker": ["node1:8888", "node1:8889", "node2:8888"]}
    assert (resolver.task_type, resolver.task_id) == ("worker", 2)
    monkeypatch.setenv("SLURM_PROCID", "3")
    with pytest.raises(ValueError, match=r"^Slurm's variables: there is no task 3 among those of the nodes$"):
        cluster_here()
    monkeypatch.setenv("SLURM_STEP_NODELIST", "node[1-")
    with pytest.raises(ValueError, match=r"^Slurm's variables: Invalid hostlist format"):
        cluster_here()
    monkeypatch.delenv("SLURM_PROCID")
    with pytest.raises(ValueError, match=r"^Slurm's SLURM_PROCID must be set; start the workers by srun$"):
        cluster_here()


@pytest.mark.parametrize("config", [None, "", "{}"])
def test_a_process_without_a_cluster_is_alone(monkeypatch, config):
    monkeypatch.delenv("SLURM_STEP_NUM_TASKS", raising=False)
    monkeypatch.delenv("TF_CONFIG", raising=False)
    if config is not None:
        monkeypatch.setenv("TF_CONFIG", config)
    assert cluster_here() is None


def test_a_worker_may_be_called_chief(monkeypatch):
    cluster = {"chief": ["10.0.0.1:12345"], "worker": ["10.0.0.2:12345"]}
    from training_loops._saved import is_first

    class Strategy:
        def __init__(self, kind: str):
            monkeypatch.setenv("TF_CONFIG", json.dumps({"cluster": cluster, "task": {"type": kind, "index": 0}}))
            self.cluster_resolver = cluster_here()

    assert is_first(Strategy("chief"))
    assert not is_first(Strategy("worker"))
