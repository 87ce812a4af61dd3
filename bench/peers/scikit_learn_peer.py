"""scikit-learn's MLPClassifier and MLPRegressor. Output and cost come as its fixed pairs: several labels (sigmoid, cross-entropy), classes (softmax), numbers."""
import warnings

import numpy as np
import sklearn
import threadpoolctl
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, MLPRegressor

import machine

ACTIVATIONS = {"sigmoid": "logistic", "relu": "relu", "tanh": "tanh"}


class ScikitLearn:
    def versions(self):
        return {"version": sklearn.__version__, "numpy": np.__version__}

    def product_gflops(self):
        a = np.random.default_rng(1).random((1024, 1024), dtype=np.float32)
        return machine.product_gflops(lambda: a @ a)

    def run(self, workload, data, rounds, seconds):
        warnings.simplefilter("ignore", ConvergenceWarning)
        targets = data.indicators() if workload["cost"] == "cross-entropy" else data.labels.ravel()
        measure = self.predict if workload["kind"] == "predict" else self.train
        trials = {threads: measure(workload, data.inputs, targets, threads, 1, seconds / 4)["rows_per_second"][0] for threads in machine.thread_counts()}
        return measure(workload, data.inputs, targets, max(trials, key=trials.get), rounds, seconds)

    def train(self, workload, inputs, targets, threads, rounds, seconds):
        def epochs(count):
            estimator(workload, count).fit(inputs, targets)

        with threadpoolctl.threadpool_limits(threads):
            speeds = machine.timed(epochs, workload["rows"], rounds, seconds)
        return {"rows_per_second": speeds, "threads": threads}

    def predict(self, workload, inputs, targets, threads, rounds, seconds):
        model = estimator(workload, 1).fit(inputs, targets)
        row = inputs[:1]

        def one(count):
            for _ in range(1000 * count):
                model.predict_proba(row)

        def batch(count):
            for _ in range(count):
                model.predict_proba(inputs)

        with threadpoolctl.threadpool_limits(threads):
            rows = machine.timed(one, 1000, rounds, seconds / 2)
            speeds = machine.timed(batch, len(inputs), rounds, seconds / 2)
        return {"rows_per_second": speeds, "microseconds_per_row": [1e6 / s for s in rows], "threads": threads}


def estimator(workload, epochs):
    optimizer = workload["optimizer"]
    kind = MLPRegressor if workload["cost"] == "quadratic" else MLPClassifier
    return kind(
        hidden_layer_sizes=[layer["units"] for layer in workload["layers"][:-1]],
        activation=ACTIVATIONS[workload["layers"][0]["activation"]],
        solver=optimizer["name"],
        learning_rate_init=optimizer["learning_rate"],
        momentum=optimizer["momentum"],
        nesterovs_momentum=False,
        alpha=0,
        batch_size=workload["batch"],
        max_iter=epochs,
        n_iter_no_change=10**9,
        random_state=1,
    )
