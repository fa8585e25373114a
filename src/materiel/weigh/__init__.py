"""Weigh: what a deal does to its region - the register put beside reference series, with numbers that can be traced."""
