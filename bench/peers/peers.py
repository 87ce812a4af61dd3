"""The workloads of `feedforward bench`, run by another program of the same kind.

    feedforward bench w1 w4 --json | /usr/bin/python3 peers.py scikit-learn

Reads the events of `feedforward bench --json`, runs the network, rows, batch and optimiser that each of them names, and prints an event of the same form:
rows per second of each round (the fastest number of threads), and what was used. Imports, data, warm-up and the choice of threads are not timed.
"""
import argparse
import json
import sys

import machine

machine.prepare()

from data import Data  # noqa: E402  (NumPy must load its BLAS after prepare)


def peer_of(name):
    if name == "scikit-learn":
        from scikit_learn_peer import ScikitLearn

        return ScikitLearn()
    from pytorch_peer import PyTorch

    return PyTorch()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("peer", choices=["scikit-learn", "pytorch"])
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each round")
    parser.add_argument("--data-dir", help="folder of MNIST's files, where an event's input is mnist")
    parser.add_argument("--versions", action="store_true", help="print versions, the BLAS in use and its speed, and read nothing")
    arguments = parser.parse_args()
    try:
        peer = peer_of(arguments.peer)
        described = {"peer": arguments.peer, **peer.versions(), "blas": machine.require_openblas()}
    except (ImportError, machine.NoPeer) as missing:
        print(json.dumps({"t": "missing", "peer": arguments.peer, "why": str(missing)}), flush=True)
        return
    if arguments.versions:
        print(json.dumps({"t": "versions", **described, "product_gflops": round(peer.product_gflops(), 1)}), flush=True)
        return
    for line in sys.stdin:
        event = json.loads(line)
        if event["t"] == "workload":
            result = peer.run(event["workload"], Data(event, arguments.data_dir), arguments.rounds, arguments.seconds)
            print(json.dumps({"t": "peer", "peer": arguments.peer, "id": event["workload"]["id"], **result}), flush=True)


main()
