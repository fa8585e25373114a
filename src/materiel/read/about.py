from selectolax.lexbor import LexborHTMLParser
import re
_SPACE=re.compile(r"\s+")
def titles(page: LexborHTMLParser) -> list[str]:
    """The headlines that the page's head states."""
    out = []
    for node in page.css('meta[property="og:title"], meta[name="twitter:title"], title'):
        t = node.attributes.get("content") or node.text()
        t=_SPACE.sub(" ", t or "").strip()
        if t:
            out.append(t)
            for sep in (" | "," - "," – "," — "," » "," :: "):
                if sep in t: out.append(t.rsplit(sep,1)[0].strip()); out.append(t.split(sep,1)[0].strip())
    return out
