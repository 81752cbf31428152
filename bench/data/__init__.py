"""Deterministic data sets, written set by set."""

from bench.data.sets import FULL, TINY, Scale, generate

__all__ = ["FULL", "TINY", "Scale", "generate"]
