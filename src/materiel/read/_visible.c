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

static int among(const uint8_t *at, const uint8_t *end, const char *word) {
    size_t size = strlen(word);
    return at < end && memmem(at, (size_t)(end - at), word, size) != NULL;
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

/* The tags that are something else than inline, by a hash of their names. */
typedef struct { const char *name; uint8_t size, kind; } Tag;
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
        tags[slot] = (Tag){names + 1, (uint8_t)(length - 1), (uint8_t)(names[0] - '0')};
        names += length + (names[length] == '\n');
    }
}

static int kind_of(const Tag *tags, const uint8_t *name, size_t size) {
    for (size_t slot = tag_slot(name, size); tags[slot].size; slot = (slot + 1) & (TAGS - 1))
        if (tags[slot].size == size && memcmp(tags[slot].name, name, size) == 0) return tags[slot].kind;
    return INLINE;
}

typedef struct {
    uint8_t *out;
    size_t size, block, letters, linked, inside;
    int link;
} Text;

static void put(Text *text, const uint8_t *at, const uint8_t *end) {
    size_t letters = 0;
    uint8_t *out = text->out + text->size;
    for (const uint8_t *here = at; here < end; here++) { *out++ = *here; letters += *here > 32; }
    text->size += (size_t)(end - at);
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

/* The running text of a page into `out`, which has room for twice the page; gives its size. */
size_t materiel_text(const uint8_t *data, size_t size, const char *names, int titled, uint8_t *out) {
    const uint8_t *at = data, *end = data + size;
    Text text = {out, 0, 0, 0, 0, 0, 0};
    Tag tags[TAGS];
    make_tags(tags, names);
    while (at < end) {
        const uint8_t *mark = find(at, end, '<'), *name = mark + 1, *behind;
        uint8_t called[NAME];
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
        kind = behind - name > NAME ? INLINE : kind_of(tags, called, length);
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
            if (among(behind, at, "json") && among(at, close, "articleBody")) apart(&text, at, close);
            at = close;
        }
    }
    end_block(&text);
    return text.size;
}

/* ---------------------------------------------------------------- entities */

/* The names that may stand behind "&" (some end in ";"), in a hash, with the UTF-8 that each stands for. */
typedef struct { uint32_t hash, at; uint8_t size, said; } Named;
enum { NAMED = 8192, LONGEST = 33 };

/* How bytes become signs of running text: plain ones by `low`, letters of UTF-8 by `turn`, entities by their names and
 * the low numbers by `numbers`. A sign of 1 is taken out. */
typedef struct {
    const uint8_t *low, *turn;
    uint32_t numbers[160];
    Named named[NAMED];
    uint8_t *text;
} Fold;

void materiel_unfold(Fold *fold) {
    if (fold) free(fold->text);
    free(fold);
}

/* `names` are `count` lines of a name, a space and what it stands for; `numbers` what the first 160 stand for, 0 where
 * that is nothing. `low` and `turn` are kept as they are and must outlive what is made here. */
Fold *materiel_folding(const uint8_t *low_bytes, const uint8_t *turn, const uint8_t *names, size_t size,
                       const uint32_t *numbers) {
    Fold *fold = calloc(1, sizeof(Fold));
    if (!fold || !(fold->text = malloc(size + 1))) { materiel_unfold(fold); return NULL; }
    fold->low = low_bytes;
    fold->turn = turn;
    memcpy(fold->text, names, size);
    memcpy(fold->numbers, numbers, sizeof fold->numbers);
    for (size_t at = 0; at < size;) {
        const uint8_t *gap = find(names + at, names + size, ' '), *line = find(gap, names + size, '\n');
        uint32_t hash = START;
        for (const uint8_t *c = names + at; c < gap; c++) hash = grown(hash, *c);
        Named one = {hash, (uint32_t)at, (uint8_t)(gap - names - at), (uint8_t)(line - gap - 1)};
        size_t slot = hash % NAMED;
        while (fold->named[slot].size) slot = (slot + 1) % NAMED;
        fold->named[slot] = one;
        at = (size_t)(line - names) + 1;
    }
    return fold;
}

static const Named *named(const Fold *fold, uint32_t hash, const uint8_t *at, size_t size) {
    for (size_t slot = hash % NAMED; fold->named[slot].size; slot = (slot + 1) % NAMED) {
        const Named *one = &fold->named[slot];
        if (one->hash == hash && one->size == size && memcmp(fold->text + one->at, at, size) == 0) return one;
    }
    return NULL;
}

static int digit(uint8_t c, int wide) {
    if ((uint8_t)(c - '0') < 10) return c - '0';
    c |= 32;
    return wide && (uint8_t)(c - 'a') < 6 ? c - 'a' + 10 : -1;
}

/* ---------------------------------------------------------------- folding */

/* Running text as it is written: signs so far, the last one, and the ends of blocks where they are asked for. */
typedef struct { uint8_t *out; size_t kept; uint8_t last; } Line;

static void sign(Line *line, uint8_t c) {
    if (c == 1 || (c == ' ' && line->last == ' ')) return;
    line->out[line->kept++] = line->last = c;
}

/* The sign of a letter by its number; none for what is no letter at all. */
static void letter_of(const Fold *fold, Line *line, uint32_t code) {
    if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) code = 0xFFFD;
    if ((code >= 0xFDD0 && code < 0xFDF0) || (code & 0xFFFE) == 0xFFFE) return;
    sign(line, code > 0xFFFF ? fold->turn[0x3041] : code < 128 ? fold->low[code] : fold->turn[code]);
}

/* Bytes of the letter of UTF-8 at `at`, and its number; 0 where it is none. */
static size_t utf8(const uint8_t *at, const uint8_t *end, uint32_t *code) {
    uint8_t c = *at;
    size_t left = (size_t)(end - at);
#define MORE(n) ((at[n] & 0xC0) == 0x80)
    if (c < 0xC2 || c > 0xF4) return 0;
    if (c < 0xE0) {
        if (left < 2 || !MORE(1)) return 0;
        *code = (c & 31u) << 6 | (at[1] & 63u);
        return 2;
    }
    if (c < 0xF0) {
        if (left < 3 || !MORE(1) || !MORE(2)) return 0;
        *code = (c & 15u) << 12 | (at[1] & 63u) << 6 | (at[2] & 63u);
        return *code < 0x800 || (*code >= 0xD800 && *code < 0xE000) ? 0 : 3;
    }
    if (left < 4 || !MORE(1) || !MORE(2) || !MORE(3)) return 0;
    *code = (c & 7u) << 18 | (at[1] & 63u) << 12 | (at[2] & 63u) << 6 | (at[3] & 63u);
    return *code < 0x10000 || *code > 0x10FFFF ? 0 : 4;
#undef MORE
}

/* Takes in the entity that begins at the "&" of `at`, as Python's html.unescape does; gives what is behind it. */
static const uint8_t *entity(const Fold *fold, Line *line, const uint8_t *at, const uint8_t *end) {
    const uint8_t *here = at + 1, *said;
    if (here < end && *here == '#') {
        int wide = here + 2 < end && (here[1] | 32) == 'x' && digit(here[2], 1) >= 0;
        uint32_t code = 0;
        here += 1 + wide;
        for (said = here; here < end && here - said < 6 && digit(*here, wide) >= 0; here++)
            code = code * (wide ? 16 : 10) + (uint32_t)digit(*here, wide);
        if (here == said) { sign(line, ' '); return at + 1; }
        if (code >= 160) letter_of(fold, line, code);
        else if (fold->numbers[code]) letter_of(fold, line, fold->numbers[code]);
        return here + (here < end && *here == ';');
    }
    const Named *best = NULL;
    uint32_t hash = START;
    for (said = here; here < end && here - said < LONGEST; here++) {
        const Named *one;
        if (!letter(*here) && !((uint8_t)(*here - '0') < 10 && here > said) && *here != ';') break;
        hash = grown(hash, *here);
        if ((one = named(fold, hash, said, (size_t)(here + 1 - said)))) best = one;
        if (*here == ';') break;
    }
    if (!best) { sign(line, ' '); return at + 1; }
    const uint8_t *text = fold->text + best->at + best->size + 1, *stop = text + best->said;
    while (text < stop) {
        uint32_t code = *text;
        text += code < 128 ? 1 : utf8(text, stop, &code);
        letter_of(fold, line, code);
    }
    return said + best->size;
}

/* Puts the letters of "\\uXXXX", as JSON writes them, in their place, where there are any, and spaces for line ends and
 * tabs then; gives the new size. */
static size_t unescaped(uint8_t *data, size_t size) {
    const uint8_t *at = memmem(data, size, "\\u", 2), *end = data + size;
    uint8_t *out;
    if (!at) return size;
    for (at = out = data; at < end;) {
        const uint8_t *mark = find(at, end, '\\'), *here;
        uint32_t code = 0;
        memmove(out, at, (size_t)(mark - at));
        out += mark - at;
        at = mark + 1;
        if (mark == end) break;
        if (at < end && (*at == 'n' || *at == 'r' || *at == 't')) { *out++ = ' '; at++; continue; }
        for (here = at + 1; here < end && here < at + 5 && digit(*here, 1) >= 0; here++)
            code = code << 4 | (uint32_t)digit(*here, 1);
        if (at == end || *at != 'u' || here != at + 5) { *out++ = '\\'; continue; }
        at = here;
        if (code >= 0xD800 && code < 0xE000) code = '?';  /* half a letter, as Python writes it */
        if (code >= 0x800) { *out++ = (uint8_t)(0xE0 | code >> 12); *out++ = (uint8_t)(0x80 | (code >> 6 & 63)); }
        else if (code >= 0x80) *out++ = (uint8_t)(0xC0 | code >> 6);
        *out++ = code < 0x80 ? (uint8_t)code : (uint8_t)(0x80 | (code & 63));
    }
    return (size_t)(out - data);
}

/* UTF-8 without tags, a space before and behind it, as search reads it, into `out`, which has room for two bytes more;
 * gives its size. With `ends`, which has room for one more than there are bytes of 2, the places of these in `out` and
 * of the end are put there. 0 where the text is no UTF-8. */
size_t materiel_fold(const Fold *fold, const uint8_t *data, size_t size, uint8_t *out, int32_t *ends) {
    const uint8_t *at = data, *end = data + size, *low_bytes = fold->low;
    uint8_t last = ' ';
    size_t kept = 1;
    out[0] = ' ';
    while (at < end) {
        uint8_t c = *at;
        if (c == '&') {
            Line line = {out, kept, last};
            at = entity(fold, &line, at, end);
            kept = line.kept;
            last = line.last;
            continue;
        }
        if (c == 2 && ends) *ends++ = (int32_t)(kept - (last == ' '));
        if (c < 128) {
            c = low_bytes[c];
            at++;
        } else {
            uint32_t code;
            size_t bytes = utf8(at, end, &code);
            if (!bytes) return 0;
            c = fold->turn[code > 0xFFFF ? 0x3041 : code];
            at += bytes;
        }
        out[kept] = c;  /* for nothing where it is taken out: no branch can foresee that */
        if (c == 1) continue;
        kept += (c != ' ') | (last != ' ');
        last = c;
    }
    if (ends) *ends = (int32_t)(kept - (last == ' '));
    out[kept] = ' ';
    return kept + (last != ' ');
}
