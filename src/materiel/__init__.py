"""materiel keeps a register of arms transfers in which every cell is a quotation."""

__version__ = "0.1.0"
