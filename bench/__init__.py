"""Benchmarks: data sets like those the peers were measured with, and the workloads of docs/reference/performance.md."""
