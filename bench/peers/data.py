"""Rows for a workload: uniform random numbers, or MNIST's pixels."""
import gzip
import os

import numpy as np


class Data:
    """Inputs [rows, inputs] as float32; labels as classes [rows], or one number each [rows, 1] where the cost is quadratic."""

    def __init__(self, event, folder):
        workload = event["workload"]
        rows, inputs = workload["rows"], workload["inputs"]
        outputs = workload["layers"][-1]["units"]
        random = np.random.default_rng(1)
        if event["input"] == "mnist":
            self.inputs = idx(folder, "train-images-idx3-ubyte")[:rows].reshape(rows, inputs).astype(np.float32) / np.float32(255)
            self.labels = idx(folder, "train-labels-idx1-ubyte")[:rows].astype(np.int64)
        else:
            self.inputs = random.random((rows, inputs), dtype=np.float32)
            self.labels = random.integers(outputs, size=rows)
        if workload["cost"] == "quadratic":
            self.labels = random.random((rows, outputs), dtype=np.float32)
        self.outputs = outputs

    def indicators(self):
        """The classes as 0 and 1 [rows, outputs]."""
        return np.eye(self.outputs, dtype=np.float32)[self.labels]


def idx(folder, name):
    """The bytes of an IDX file, with its shape."""
    path = os.path.join(folder, name)
    with open(path, "rb") if os.path.exists(path) else gzip.open(path + ".gz", "rb") as file:
        content = file.read()
    dimensions = content[3]
    shape = np.frombuffer(content, ">u4", dimensions, 4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * dimensions).reshape(shape)
