"""Beside: what a text tells besides deals: who reacted, figures, tables."""
