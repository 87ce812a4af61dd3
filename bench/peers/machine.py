"""What the peers need of the machine: OpenBLAS, at its full speed."""
import os
import time


class NoPeer(Exception):
    """This machine cannot run the peer as it deserves."""


def prepare():
    """Lets OpenBLAS choose its own kernel. To be called before anything loads it."""
    for variable in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.pop(variable, None)


def require_openblas():
    """The OpenBLAS in use, for example `OpenBLAS 0.3.21 SkylakeX`; anything slower would be an unfair win."""
    import threadpoolctl

    found = [pool for pool in threadpoolctl.threadpool_info() if pool["user_api"] == "blas"]
    if not found or any(pool["internal_api"] != "openblas" for pool in found):
        raise NoPeer("OpenBLAS is not the BLAS in use: " + (", ".join(pool["internal_api"] for pool in found) or "a reference BLAS"))
    require_right_product()
    return "OpenBLAS {version} {architecture}".format(**found[0])


def require_right_product():
    """A kernel that does not fit the processor computes wrong products: their speed means nothing."""
    import numpy as np

    random = np.random.default_rng(1)
    a, b = random.random((100, 784), dtype=np.float32), random.random((784, 300), dtype=np.float32)
    right = a.astype(np.longdouble) @ b.astype(np.longdouble)
    if not np.allclose(a @ b, right.astype(np.float64), rtol=1e-4):
        raise NoPeer("this OpenBLAS computes wrong products on this processor")


def processors():
    return len(os.sched_getaffinity(0))


def thread_counts():
    """One thread, and all of them."""
    return sorted({1, processors()})


def timed(work, units, rounds, seconds):
    """Units per second of each round; `work(count)` does so many passes, and `units` are those of a pass. What comes before the first round warms up."""
    once = time_of(work, 1)
    if once < seconds / 2:
        once = time_of(work, 1)
    count = max(1, round(seconds / once))
    return [count * units / time_of(work, count) for _ in range(rounds)]


def time_of(work, count):
    start = time.perf_counter()
    work(count)
    return time.perf_counter() - start


def product_gflops(multiply, size=1024):
    """Billions of multiplications and additions per second of a square product, the best of 20."""
    multiply()
    return 2e-9 * size**3 / min(time_of(lambda _: multiply(), 1) for _ in range(20))
