/* Running text folded for search, in C, as visible.py defines it: entities, letters of UTF-8, blanks. Part of _sieve.c. */

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
    const uint8_t *at = data, *end = data + size;
    uint8_t *out;
    do at = find(at, end, '\\') + 1; while (at < end && *at != 'u');
    if (at >= end) return size;
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
        if (c <= ' ' && last == ' ' && !ends) {  /* half of a page's text is blanks between its lines */
            uint64_t held;
            for (; end - at >= 8; at += 8) { memcpy(&held, at, 8); if (dark(held)) break; }
            while (at < end && *at <= ' ') at++;
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
