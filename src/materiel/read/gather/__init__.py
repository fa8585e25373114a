"""Gather: events become deals, each cell with the words that tell it."""
