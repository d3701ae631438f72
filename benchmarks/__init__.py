"""How fast Rostra is, beside nginx on the same machine: `python -m benchmarks`."""
