"""PyTorch, eager, as somebody writes it who wants speed: rows shuffled once an epoch, batches as views, optimisers on lists of tensors, no loader."""
import threadpoolctl
import torch

import machine

ACTIVATIONS = {"sigmoid": torch.nn.Sigmoid, "relu": torch.nn.ReLU, "tanh": torch.nn.Tanh}


class PyTorch:
    def versions(self):
        return {"version": torch.__version__}

    def product_gflops(self):
        torch.set_num_threads(machine.processors())
        a = torch.rand(1024, 1024)
        return machine.product_gflops(lambda: a @ a)

    def run(self, workload, data, rounds, seconds):
        measure = self.predict if workload["kind"] == "predict" else self.train

        def speed(choice):
            return measure(workload, data, *choice, 1, seconds / 4)["rows_per_second"][0]

        choice = max(((threads, products, False) for threads, products in thread_choices()), key=speed)
        if measure == self.train:
            choice = max((choice, (*choice[:2], True)), key=speed)
        return measure(workload, data, *choice, rounds, seconds)

    def train(self, workload, data, threads, products, foreach, rounds, seconds):
        model, loss = network(workload), loss_of(workload)
        optimizer = optimizer_of(workload, model, foreach)
        inputs, targets = torch.from_numpy(data.inputs), targets_of(workload, data)
        batch = workload["batch"]

        def epochs(count):
            for _ in range(count):
                order = torch.randperm(len(inputs))
                for x, y in zip(inputs.index_select(0, order).split(batch), targets.index_select(0, order).split(batch)):
                    optimizer.zero_grad(set_to_none=True)
                    loss(model(x), y).backward()
                    optimizer.step()

        with limits(threads, products):
            speeds = machine.timed(epochs, len(inputs), rounds, seconds)
        return {"rows_per_second": speeds, "threads": [threads, products], "foreach": foreach}

    def predict(self, workload, data, threads, products, _, rounds, seconds):
        model = torch.nn.Sequential(network(workload), torch.nn.Sigmoid() if workload["cost"] == "cross-entropy" else torch.nn.Softmax(1))
        inputs = torch.from_numpy(data.inputs)
        row = inputs[:1]

        def one(count):
            for _ in range(1000 * count):
                model(row)

        def batch(count):
            for _ in range(count):
                model(inputs)

        with limits(threads, products), torch.inference_mode():
            rows = machine.timed(one, 1000, rounds, seconds / 2)
            speeds = machine.timed(batch, len(inputs), rounds, seconds / 2)
        return {"rows_per_second": speeds, "microseconds_per_row": [1e6 / s for s in rows], "threads": [threads, products]}


def thread_choices():
    """Threads of PyTorch's own loops and of OpenBLAS's products. Both with all of them get in each other's way in some workloads."""
    one, all_of_them = 1, machine.processors()
    return [(one, one), (one, all_of_them), (all_of_them, all_of_them)]


def limits(threads, products):
    torch.set_num_threads(threads)
    return threadpoolctl.threadpool_limits(products, user_api="blas")


def network(workload):
    torch.manual_seed(1)
    layers, width = [], workload["inputs"]
    for layer in workload["layers"]:
        layers += [torch.nn.Linear(width, layer["units"]), ACTIVATIONS.get(layer["activation"], torch.nn.Identity)()]
        width = layer["units"]
    return torch.nn.Sequential(*layers[:-1])


def loss_of(workload):
    """From the weighted inputs of the last layer, as its own losses have it."""
    return {
        "cross-entropy": torch.nn.BCEWithLogitsLoss,
        "log-likelihood": torch.nn.CrossEntropyLoss,
        "quadratic": torch.nn.MSELoss,
    }[workload["cost"]]()


def targets_of(workload, data):
    return torch.from_numpy(data.indicators() if workload["cost"] == "cross-entropy" else data.labels)


def optimizer_of(workload, model, foreach):
    rule = workload["optimizer"]
    if rule["name"] == "adam":
        return torch.optim.Adam(model.parameters(), rule["learning_rate"], foreach=foreach)
    return torch.optim.SGD(model.parameters(), rule["learning_rate"], rule["momentum"], foreach=foreach)
