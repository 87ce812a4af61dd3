"""Writes golden.json: 20 steps of training by PyTorch and by scikit-learn in double precision, from the same start and on the same batches.

Run with Debian's packages: apt-get install python3-torch python3-sklearn; /usr/bin/python3 make_golden.py
Weights are [in x out], row after row. Row order is kept, the last batch of an epoch is short.
"""
import json
import os

import numpy
import scipy
import sklearn
import torch
from sklearn.neural_network import MLPClassifier, MLPRegressor

torch.set_default_dtype(torch.float64)
ROWS, BATCH, EPOCHS = 29, 8, 5  # 4 batches an epoch, the last of 5 rows; 20 steps


def singles(array):
    """Rounded to float, because the product starts from floats."""
    return numpy.asarray(array, dtype=numpy.float32).astype(numpy.float64)


def short(array, digits):
    return [float(f"{v:.{digits}g}") for v in numpy.asarray(array).ravel()]


def setting(name, inputs, layers, cost, optimizer, seed, **options):
    random = numpy.random.RandomState(seed)
    widths = [inputs] + [units for units, _ in layers]
    outputs = widths[-1]
    case = {"name": name, "inputs": inputs, "cost": cost, "optimizer": optimizer, "batch": BATCH, "epochs": EPOCHS}
    case["layers"] = [{"units": units, "activation": activation} for units, activation in layers]
    case.update(options)
    x = singles(random.normal(size=(ROWS, inputs)))
    weights = [singles(random.normal(size=(a, b)) / numpy.sqrt(a)) for a, b in zip(widths, widths[1:])]
    biases = [singles(0.3 * random.normal(size=b)) for b in widths[1:]]
    if cost == "quadratic":
        case["targets"] = short(singles(random.normal(size=(ROWS, outputs))), 9)
    else:
        case["classes"] = random.randint(0, outputs, size=ROWS).tolist()
    case["x"] = short(x, 9)
    case["start"] = {"weights": [short(w, 9) for w in weights], "biases": [short(b, 9) for b in biases]}
    return case, x, weights, biases


def finish(case, weights, biases, source):
    case["source"] = source
    case["end"] = {"weights": [short(w, 10) for w in weights], "biases": [short(b, 10) for b in biases]}
    return case


ACTIVATIONS = {
    "identity": lambda z: z, "softmax": lambda z: z, "sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu,
    "leaky-relu(0.01)": lambda z: torch.nn.functional.leaky_relu(z, float(numpy.float32(0.01))), "elu(1)": torch.nn.functional.elu,
    "selu": torch.nn.functional.selu, "gelu": torch.nn.functional.gelu, "silu": torch.nn.functional.silu,
    "mish": torch.nn.functional.mish, "softplus": torch.nn.functional.softplus,
}


def torch_optimizer(o, weights, biases, l2):
    kind, rate = o["name"], o["rate"]
    if kind == "sgd":
        make = lambda groups: torch.optim.SGD(groups, lr=rate, momentum=o.get("momentum", 0), nesterov=o.get("nesterov", False))
    elif kind == "rmsprop":
        make = lambda groups: torch.optim.RMSprop(groups, lr=rate, alpha=0.9, eps=1e-8)
    elif kind == "adam":
        make = lambda groups: torch.optim.Adam(groups, lr=rate)
    else:
        make = lambda groups: torch.optim.AdamW(groups, lr=rate)
    return make([{"params": weights, "weight_decay": o.get("decay", l2)}, {"params": biases, "weight_decay": 0}])


def by_torch(name, inputs, layers, cost, optimizer, seed, **options):
    case, x, weights, biases = setting(name, inputs, layers, cost, optimizer, seed, **options)
    weights = [torch.tensor(w, requires_grad=True) for w in weights]
    biases = [torch.tensor(b, requires_grad=True) for b in biases]
    x = torch.tensor(x)
    outputs, smoothing = layers[-1][0], options.get("smoothing", 0)
    steps = torch_optimizer(optimizer, weights, biases, options.get("l2", 0))
    for _ in range(EPOCHS):
        for first in range(0, ROWS, BATCH):
            rows = slice(first, min(first + BATCH, ROWS))
            a = x[rows]
            for w, b, (_, activation) in zip(weights, biases, layers):
                a = ACTIVATIONS[activation](a @ w + b)
            if cost == "quadratic":
                y = torch.tensor(case["targets"]).reshape(ROWS, outputs)[rows]
                loss = 0.5 * ((a - y) ** 2).sum(1).mean()
            elif cost == "log-likelihood":
                loss = torch.nn.functional.cross_entropy(a, torch.tensor(case["classes"])[rows], label_smoothing=smoothing)
            else:
                y = torch.nn.functional.one_hot(torch.tensor(case["classes"])[rows], outputs).double() * (1 - smoothing) + smoothing / 2
                loss = torch.nn.functional.binary_cross_entropy(a, y, reduction="sum") / len(y)
            steps.zero_grad()
            loss.backward()
            if "clip" in options:
                torch.nn.utils.clip_grad_norm_(weights + biases, options["clip"])
            steps.step()
    return finish(case, [w.detach().numpy() for w in weights], [b.detach().numpy() for b in biases], "PyTorch " + torch.__version__)


def by_sklearn(name, inputs, layers, cost, optimizer, seed, **options):
    case, x, weights, biases = setting(name, inputs, layers, cost, optimizer, seed, **options)
    if options.get("batch") == 0:
        size, epochs = ROWS, 20
    else:
        size, epochs = BATCH, EPOCHS
    case["epochs"] = epochs
    kind = MLPRegressor if cost == "quadratic" else MLPClassifier
    names = {"sigmoid": "logistic", "tanh": "tanh", "relu": "relu", "identity": "identity"}
    model = kind(
        hidden_layer_sizes=tuple(units for units, _ in layers[:-1]), activation=names[layers[0][1]], solver=optimizer["name"],
        alpha=options.get("l2", 0) * size, batch_size=size, learning_rate_init=optimizer["rate"], max_iter=epochs, shuffle=False,
        momentum=optimizer.get("momentum", 0), nesterovs_momentum=optimizer.get("nesterov", False), tol=0, n_iter_no_change=10**6, epsilon=optimizer.get("epsilon", 1e-8))
    start = iter([(w.copy(), b.copy()) for w, b in zip(weights, biases)])
    model._init_coef = lambda fan_in, fan_out, dtype: next(start)
    y = case["classes"] if "classes" in case else numpy.array(case["targets"]).reshape(ROWS, layers[-1][0])
    model.fit(x, y)
    return finish(case, model.coefs_, model.intercepts_, "scikit-learn " + sklearn.__version__)


def softmax_regression(seed, l2):
    """A convex problem: its one minimum, to which every good L-BFGS comes, by scipy in double precision."""
    case, x, weights, biases = setting("softmax regression", 5, [(3, "softmax")], "log-likelihood", {"name": "lbfgs"}, seed, l2=l2)
    onehot = numpy.eye(3)[case["classes"]]

    def value(flat):
        w, b = flat[:15].reshape(5, 3), flat[15:]
        z = x @ w + b
        log = z - scipy.special.logsumexp(z, axis=1, keepdims=True)
        delta = (numpy.exp(log) - onehot) / ROWS
        return -(onehot * log).sum() / ROWS + 0.5 * l2 * (w ** 2).sum(), numpy.concatenate([(x.T @ delta + l2 * w).ravel(), delta.sum(0)])

    best = scipy.optimize.minimize(
        value, numpy.concatenate([weights[0].ravel(), biases[0]]), jac=True, method="L-BFGS-B", options={"ftol": 0, "gtol": 1e-12, "maxiter": 10000})
    case["minimum"] = best.fun
    return finish(case, [best.x[:15]], [best.x[15:]], "scipy " + scipy.__version__)


CLASSIFIER = [(6, "tanh"), (3, "softmax")]
REGRESSION = [(7, "gelu"), (5, "softplus"), (2, "identity")]
SIGMOIDS = [(6, "mish"), (5, "silu"), (3, "sigmoid")]
OPTIMIZERS = {
    "sgd": {"name": "sgd", "rate": 0.1}, "momentum": {"name": "sgd", "rate": 0.05, "momentum": 0.9},
    "nesterov": {"name": "sgd", "rate": 0.05, "momentum": 0.9, "nesterov": True}, "rmsprop": {"name": "rmsprop", "rate": 0.01},
    "adam": {"name": "adam", "rate": 0.01}, "adamw": {"name": "adamw", "rate": 0.01, "decay": 0.01},
}

cases = []
for number, (key, rule) in enumerate(OPTIMIZERS.items()):
    cases.append(by_torch(f"torch {key} softmax", 4, CLASSIFIER, "log-likelihood", rule, 10 + number))
    cases.append(by_torch(f"torch {key} regression", 5, REGRESSION, "quadratic", rule, 20 + number))
    cases.append(by_torch(f"torch {key} sigmoids", 4, SIGMOIDS, "cross-entropy", rule, 30 + number))
for number, activation in enumerate(a for a in ACTIVATIONS if a != "softmax"):
    cases.append(by_torch(f"torch activation {activation}", 4, [(6, activation), (6, activation), (3, "softmax")], "log-likelihood", OPTIMIZERS["nesterov"], 40 + number))
for key in ["sgd", "momentum", "adam", "rmsprop"]:
    cases.append(by_torch(f"torch {key} with l2", 4, CLASSIFIER, "log-likelihood", OPTIMIZERS[key], 60, l2=0.05))
    cases.append(by_torch(f"torch {key} with clip", 5, REGRESSION, "quadratic", OPTIMIZERS[key], 61, clip=0.25))
cases.append(by_torch("torch smoothing softmax", 4, CLASSIFIER, "log-likelihood", OPTIMIZERS["adam"], 62, smoothing=0.1))
cases.append(by_torch("torch smoothing sigmoids", 4, SIGMOIDS, "cross-entropy", OPTIMIZERS["sgd"], 63, smoothing=0.1))
# scikit-learn adds epsilon before the bias correction, which is a larger epsilon in the first steps; a tiny one makes no difference.
OPTIMIZERS["adam"] = {**OPTIMIZERS["adam"], "epsilon": 1e-12}
for key in ["sgd", "momentum", "nesterov", "adam"]:
    for hidden in ["sigmoid", "tanh", "relu", "identity"]:
        seed = 70 + len(cases)
        cases.append(by_sklearn(f"sklearn {key} {hidden} softmax", 4, [(6, hidden), (5, hidden), (3, "softmax")], "log-likelihood", OPTIMIZERS[key], seed))
    cases.append(by_sklearn(f"sklearn {key} regression", 4, [(6, "tanh"), (2, "identity")], "quadratic", OPTIMIZERS[key], 69))
    cases.append(by_sklearn(f"sklearn {key} with l2", 4, CLASSIFIER, "log-likelihood", OPTIMIZERS[key], 68, l2=0.01, batch=0))
cases.append(softmax_regression(64, 0.01))

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "golden.json"), "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")
print(len(cases), "cases")
