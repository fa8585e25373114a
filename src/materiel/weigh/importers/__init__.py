"""Importers: one file a family of sources. Each reads a file into ``Imported`` and accounts for every row of it."""
