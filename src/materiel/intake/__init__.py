"""Intake: pages come in from the network, and captures are kept."""
