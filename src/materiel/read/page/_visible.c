/* Running text in C, as visible.py defines it: a page without its tags, and that folded for search. Part of _sieve.c. */

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define START 2166136261u

/* A hash that grows byte by byte. */
static uint32_t grown(uint32_t hash, uint8_t c) { return (hash ^ c) * 16777619u; }

/* ---------------------------------------------------------------- running text */

enum { INLINE, BLOCK, BREAK, HIDES, LINK, META };  /* what visible.py calls kinds of tags */

#define NAME 12
#define LINK_MOST 200

static int spaced(uint8_t c) { return c <= 32; }
static int letter(uint8_t c) { return (uint8_t)((c | 32) - 'a') < 26; }
static uint8_t low(uint8_t c) { return (uint8_t)(c - 'A') < 26 ? c | 32 : c; }

static const uint8_t *find(const uint8_t *at, const uint8_t *end, uint8_t c) {
    const uint8_t *found = at < end ? memchr(at, c, (size_t)(end - at)) : NULL;
    return found ? found : end;
}

/* Whether four letters stand between `at` and `end`: for a few bytes, a library takes longer to begin. */
static int among(const uint8_t *at, const uint8_t *end, const char *four) {
    uint32_t wanted, here;
    memcpy(&wanted, four, 4);
    for (; end - at >= 4; at++) {
        memcpy(&here, at, 4);
        if (here == wanted) return 1;
    }
    return 0;
}

/* Behind the ">" of the tag whose name ends at `at`; a ">" within a quoted value ends nothing. */
static const uint8_t *tag_end(const uint8_t *at, const uint8_t *end) {
    while (at < end) {
        if (*at == '>') return at + 1;
        if (*at++ != '=') continue;
        while (at < end && spaced(*at)) at++;
        if (at < end && (*at == '"' || *at == '\'')) {
            const uint8_t *close = find(at + 1, end, *at);
            at = close < end ? close + 1 : end;
        }
    }
    return end;
}

/* Where "</name" begins at or behind `at`, in whatever case; `end` where it does not. */
static const uint8_t *closing(const uint8_t *at, const uint8_t *end, const uint8_t *name, size_t size) {
    while ((at = find(at, end, '<')) < end) {
        if ((size_t)(end - at) < size + 2) return end;
        if (at[1] == '/') {
            size_t same = 0;
            while (same < size && low(at[2 + same]) == name[same]) same++;
            if (same == size) return at;
        }
        at++;
    }
    return end;
}

/* The tags that are something else than inline, by a hash of their names, which noughts fill up. */
typedef struct { uint64_t begins; uint32_t goes_on; uint8_t size, kind; } Tag;
enum { TAGS = 512 };

static size_t tag_slot(const uint8_t *name, size_t size) {
    return (name[0] * 31u + name[size - 1] * 7u + name[size / 2] + (unsigned)size * 101u) & (TAGS - 1);
}

/* Fills the table from lines of a figure, the kind, and a name. */
static void make_tags(Tag *tags, const char *names) {
    memset(tags, 0, TAGS * sizeof(Tag));
    while (*names) {
        size_t length = strcspn(names, "\n"), slot;
        if (length < 2 || length > NAME + 1) return;
        slot = tag_slot((const uint8_t *)names + 1, length - 1);
        while (tags[slot].size) slot = (slot + 1) & (TAGS - 1);
        tags[slot].size = (uint8_t)(length - 1);
        tags[slot].kind = (uint8_t)(names[0] - '0');
        memcpy(&tags[slot].begins, names + 1, length - 1 < 8 ? length - 1 : 8);
        if (length > 9) memcpy(&tags[slot].goes_on, names + 9, length - 9);
        names += length + (names[length] == '\n');
    }
}

/* The kind of a tag whose name noughts fill up to `NAME` bytes. */
static int kind_of_filled(const Tag *tags, const uint8_t *name, size_t size) {
    uint64_t begins;
    uint32_t goes_on;
    memcpy(&begins, name, 8);
    memcpy(&goes_on, name + 8, 4);
    for (size_t slot = tag_slot(name, size); tags[slot].size; slot = (slot + 1) & (TAGS - 1))
        if (tags[slot].begins == begins && tags[slot].goes_on == goes_on) return tags[slot].kind;
    return INLINE;
}

static int kind_of(const Tag *tags, const uint8_t *name, size_t size) {
    uint8_t filled[NAME] = {0};
    memcpy(filled, name, size);
    return kind_of_filled(tags, filled, size);
}

typedef struct {
    uint8_t *out;
    const uint8_t *end;  /* of the page */
    size_t size, block, letters, linked, inside;
    int link;
} Text;

/* How many of eight bytes are no blanks. */
static size_t dark(uint64_t eight) {
    uint64_t high = 0x8080808080808080u, each = ((eight & ~high) + 0x5f5f5f5f5f5f5f5fu) | eight;
    return (size_t)(((each & high) >> 7) * 0x0101010101010101u >> 56);
}

static void put(Text *text, const uint8_t *at, const uint8_t *end) {
    size_t letters = 0;
    uint8_t *out = text->out + text->size;
    uint64_t held;
    text->size += (size_t)(end - at);
    for (; end - at >= 8; at += 8, out += 8) {
        memcpy(&held, at, 8);
        memcpy(out, &held, 8);
        letters += dark(held);
    }
    if (at < end && text->end - at >= 8) {  /* what is written too much is written over */
        memcpy(&held, at, 8);
        memcpy(out, &held, 8);
        letters += dark(held & ~0ull >> (64 - 8 * (end - at)));
    } else {
        for (; at < end; at++) { *out++ = *at; letters += *at > 32; }
    }
    text->letters += letters;
    if (text->link) {
        size_t room = text->inside < LINK_MOST ? LINK_MOST - text->inside : 0;
        text->linked += letters < room ? letters : room;
        text->inside += letters;
    }
}

static void end_block(Text *text) {
    if (text->linked * 5 > text->letters * 4) text->size = text->block;
    if (text->size > text->block) text->out[text->size++] = 2;
    text->block = text->size;
    text->letters = text->linked = 0;
}

static void apart(Text *text, const uint8_t *at, const uint8_t *end) {
    int link = text->link;
    end_block(text);
    text->link = 0;
    put(text, at, end);
    end_block(text);
    text->link = link;
}

/* The running text of a page into `out`, which has room for twice the page and eight bytes;
 * gives its size. */
size_t materiel_text(const uint8_t *data, size_t size, const char *names, int titled, uint8_t *out) {
    const uint8_t *at = data, *end = data + size;
    Text text = {out, end, 0, 0, 0, 0, 0, 0};
    Tag tags[TAGS];
    make_tags(tags, names);
    while (at < end) {
        const uint8_t *mark = find(at, end, '<'), *name = mark + 1, *behind;
        uint8_t called[NAME] = {0};
        size_t length = 0;
        int closes, kind;
        put(&text, at, mark);
        if (mark == end) break;
        if (end - mark >= 4 && memcmp(mark, "<!--", 4) == 0) {
            const uint8_t *close = memmem(mark + 2, (size_t)(end - mark - 2), "-->", 3);
            at = close ? close + 3 : end;
            continue;
        }
        closes = name < end && *name == '/';
        name += closes;
        if (name == end || !letter(*name)) {
            if (closes || (name < end && (*name == '!' || *name == '?'))) {
                at = find(name, end, '>');
                at += at < end;
            } else {
                put(&text, mark, mark + 1);
                at = mark + 1;
            }
            continue;
        }
        for (behind = name; behind < end && !spaced(*behind) && *behind != '/' && *behind != '>'; behind++)
            if (length < NAME) called[length++] = low(*behind);
        kind = behind - name > NAME ? INLINE : kind_of_filled(tags, called, length);
        at = tag_end(behind, end);
        if (kind == BLOCK) end_block(&text);
        else if (kind == BREAK) text.out[text.size++] = ' ';
        else if (kind == LINK) {
            text.link = !closes && among(behind, at, "href");
            text.inside = 0;
        } else if (kind == META && !titled && !closes && among(behind, at, "itle")) apart(&text, behind, at);
        else if (kind == HIDES && !closes) {
            const uint8_t *close = closing(at, end, called, length);
            if (length == 6 && called[1] == 'e' && close == end) continue;  /* a list of choices that never ends */
            if (among(behind, at, "json") && memmem(at, (size_t)(close - at), "articleBody", 11)) apart(&text, at, close);
            at = close;
        }
    }
    end_block(&text);
    return text.size;
}
