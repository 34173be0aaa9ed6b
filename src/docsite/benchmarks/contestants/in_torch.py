"""PyTorch with the data in memory and batches by index: eager, or the whole step compiled."""

import platform
from functools import partial


def about():
    import torch

    device = torch.cuda.get_device_name() if torch.cuda.is_available() else "CPU"
    versions = {"torch": torch.__version__, "python": platform.python_version()}
    return {"versions": versions, "threads": torch.get_num_threads(), "device": device}


def prepare(work, compiled=False):
    import torch

    device = "cuda" if torch.cuda.is_available() else "cpu"
    images, labels, orders = (
        torch.from_numpy(array).to(device)
        for array in (work.images.reshape(len(work.images), -1), work.labels, work.orders)
    )
    weights = [torch.tensor(array, device=device) for array in work.weights]
    if compiled:
        step = partial(torch.compile(functional_step), weights, work.learning_rate)
    else:
        model = build(weights).to(device)
        step = partial(eager_step, model, torch.optim.SGD(model.parameters(), lr=work.learning_rate, fused=True))

    def run_epoch(epoch):
        measured = [step(images, labels, rows) for rows in orders[epoch - 1].split(work.batch_size)]
        loss, right = torch.stack(measured).sum(dim=0).tolist()
        return {"loss": loss / len(labels), "accuracy": right / len(labels)}

    return run_epoch


def eager_step(model, optimizer, images, labels, rows):
    """One step on the rows of one batch; returns the sum of its losses and the count of right answers before it."""
    import torch

    images, labels = images[rows], labels[rows]
    optimizer.zero_grad()
    logits = model(images)
    loss = torch.nn.functional.cross_entropy(logits, labels)
    loss.backward()
    optimizer.step()
    return torch.stack([loss.detach() * len(labels), (logits.argmax(dim=1) == labels).sum()])


def functional_step(weights, learning_rate, images, labels, rows):
    """The same step by `torch.func`, so that gradients and update too are in the one compiled function."""
    import torch

    images, labels = images[rows], labels[rows]

    def measure(weights):
        hidden = images
        for kernel, bias in zip(weights[:-2:2], weights[1:-2:2], strict=True):
            hidden = torch.relu(torch.addmm(bias, hidden, kernel))
        logits = torch.addmm(weights[-1], hidden, weights[-2])
        return torch.nn.functional.cross_entropy(logits, labels), (logits.argmax(dim=1) == labels).sum()

    gradients, (loss, right) = torch.func.grad_and_value(measure, has_aux=True)(weights)
    for weight, gradient in zip(weights, gradients, strict=True):
        weight.sub_(learning_rate * gradient)
    return torch.stack([loss * len(labels), right])


def build(weights):
    """The same classifier as a module, which keeps a kernel transposed."""
    import torch

    layers = []
    for kernel, bias in zip(weights[::2], weights[1::2], strict=True):
        layer = torch.nn.Linear(*kernel.shape)
        with torch.no_grad():
            layer.weight.copy_(kernel.T)
            layer.bias.copy_(bias)
        layers += [layer, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])
