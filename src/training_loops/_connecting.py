"""How a worker joins its cluster: its own address is checked, and it says for whom it waits, which TensorFlow omits."""

import contextlib
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Iterator

import tensorflow as tf

from training_loops._reasons import reason

# Seconds for a connection of a machine to itself.
PATIENCE = 5.0


@contextlib.contextmanager
def connecting(resolver) -> Iterator[None]:
    """Around what connects to the cluster of a resolver; raises in one line where that fails."""
    cluster = resolver.cluster_spec().as_dict()
    name = f"{resolver.task_type} {resolver.task_id}"
    own = cluster[resolver.task_type][resolver.task_id]
    check_own_address(name, own)
    workers = [(kind, index, at) for kind in cluster for index, at in enumerate(cluster[kind])]
    others = [f"{kind} {index} at {_with_note(address)}" for kind, index, address in workers if address != own]
    try:
        with ctrl_c_ends():
            if others:
                print(f"{name} waits for {', '.join(others)}", file=sys.stderr, flush=True)
            yield
    except RuntimeError as error:
        raise RuntimeError("new_strategy must come before anything else of TensorFlow, and once") from error
    except tf.errors.OpError as error:
        again = "start all workers again"
        raise ConnectionError(f"{name} at {own} cannot join its cluster: {reason(error)}; {again}") from error


@contextlib.contextmanager
def ctrl_c_ends() -> Iterator[None]:
    """Ctrl-C ends the process: Python would not hear of it until TensorFlow has connected."""
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before in (signal.SIG_IGN, None):
        yield
        return
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def check_own_address(name: str, address: str) -> None:
    """Raise `ValueError` where the port is in use, or where what is sent to the address does not come to this process.

    An address that the machine itself does not have may be right, where a router or a container hands on what comes.
    """
    host, _, port = address.rpartition(":")
    try:
        listening = _listening(int(port))
    except OSError as error:
        mend = "end the program that uses the port, or give this worker another"
        why = reason(error).partition(" (while")[0]
        raise ValueError(f"{name} cannot listen at {address}: {why}; {mend}") from error
    with listening:
        try:
            answered = _answers(listening, host.strip("[]"), int(port))
        except OSError as error:
            fault = reason(error)
        else:
            fault = "" if answered else "another program answers there"
    if fault:
        mend = "correct the address, or which worker this is"
        raise ValueError(f"{name} cannot be reached at its address {address}: {fault}; {mend}")


def _with_note(address: str) -> str:
    """The address, and that its name leads nowhere yet, for which TensorFlow would wait too."""
    try:
        socket.getaddrinfo(address.rpartition(":")[0].strip("[]"), None)
    except OSError as error:
        return f"{address} ({reason(error)})"
    return address


def _listening(port: int) -> socket.socket:
    if socket.has_dualstack_ipv6():
        return socket.create_server(("", port), family=socket.AF_INET6, dualstack_ipv6=True)
    return socket.create_server(("", port))


def _answers(listening: socket.socket, host: str, port: int) -> bool:
    """Whether what is sent to the address comes here; other workers may be knocking meanwhile."""
    sign = secrets.token_bytes(16)
    listening.settimeout(PATIENCE)
    with socket.create_connection((host, port), PATIENCE) as sent, contextlib.suppress(TimeoutError):
        sent.sendall(sign)
        while True:
            came, _ = listening.accept()
            with came, contextlib.suppress(OSError):
                came.settimeout(PATIENCE)
                if came.recv(len(sign)) == sign:
                    return True
    return False
