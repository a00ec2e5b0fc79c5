"""A real llama.cpp server on loopback, until its input ends; it prints its address first."""

from __future__ import annotations

import sys
from importlib import import_module

if __name__ == "__main__":
    xllamacpp = import_module("xllamacpp")
    parameters = xllamacpp.CommonParams()
    parameters.model.path = sys.argv[1]
    parameters.n_ctx = int(sys.argv[2])
    parameters.n_parallel = 1
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    for threads in (parameters.cpuparams, parameters.cpuparams_batch):
        threads.n_threads = 1  # two spin while they wait for each other: 20 minutes for 40 s
    parameters.verbosity = -1
    server = xllamacpp.Server(parameters)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.read()
