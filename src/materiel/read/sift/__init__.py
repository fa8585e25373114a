"""Sift: what can tell of no transfer is put aside before anything is parsed."""
