"""SIPRI's register of arms transfers: read in all its layouts, written in one, and compared with ours."""
