/* The sieve's loops over bytes, as visible.py and sieve.py define them, for machines with a C compiler.
 *
 * Nothing here knows a word or a language: tags, terms and limits are handed over when a table is made. Each function
 * has a twin in Python that gives the same answer on every input (tests/test_sieve.py holds that), and uses no memory
 * outside what it was given or has made itself.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The digest of the source that this was compiled from: compile.py says it, native.py asks for it. */
const char *materiel_source(void) { return MATERIEL_SOURCE; }

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

/* UTF-8 without tags as search reads it: `low` is what a byte becomes, `turn` what a letter of two or three bytes does;
 * 1 is taken out, of several spaces one stays. */
size_t materiel_fold(const uint8_t *data, size_t size, const uint8_t *low_bytes, const uint8_t *turn, uint8_t *out) {
    uint8_t last = 0;
    size_t kept = 0;
    for (size_t at = 0; at < size; at++) {
        uint8_t c = data[at];
        if (c >= 0xC0) {
            uint32_t one = at + 1 < size ? data[at + 1] & 63 : 0, two = at + 2 < size ? data[at + 2] & 63 : 0;
            c = c >= 0xF0 ? turn[0x3041] : turn[c < 0xE0 ? (c & 31u) << 6 | one : (c & 15u) << 12 | one << 6 | two];
        } else c = low_bytes[c];
        if (c == 1 || (c == ' ' && last == ' ')) continue;
        out[kept++] = last = c;
    }
    return kept;
}

/* ---------------------------------------------------------------- terms */

/* Keys by a hash, which grows byte by byte along a text. Each entry is a key, or one of several words up to the end of
 * a word. Two bits for each say of most of a text that it is none, without a look into the table, which no cache holds. */
typedef struct { uint32_t hash, at, size, first, longer; } Entry;
typedef struct { Entry *entries; uint8_t *bytes; uint64_t *bits; uint32_t mask; } Keys;

enum { BITS = 1 << 22 };
#define START 2166136261u

static uint32_t grown(uint32_t hash, uint8_t c) { return (hash ^ c) * 16777619u; }

static int bit(uint64_t *bits, uint32_t hash, int set) {
    uint32_t mixed = hash * 0x9e3779b1u;
    uint64_t two = 1ull << (mixed & 63) | 1ull << (hash & 63), *word = &bits[mixed >> 16];
    if (set) *word |= two;
    return (*word & two) == two;
}

/* The entry of some bytes, or the empty one where it would stand. */
static Entry *entry(const Keys *keys, uint32_t hash, const uint8_t *at, size_t size) {
    uint32_t slot = (hash * 0x9e3779b1u >> 7) & keys->mask;
    while (keys->entries[slot].size) {
        Entry *one = &keys->entries[slot];
        if (one->hash == hash && one->size == size && memcmp(keys->bytes + one->at, at, size) == 0) return one;
        slot = (slot + 1) & keys->mask;
    }
    return &keys->entries[slot];
}

static Entry *made(Keys *keys, uint32_t hash, size_t at, size_t size) {
    Entry *one = entry(keys, hash, keys->bytes + at, size);
    if (!one->size) *one = (Entry){hash, (uint32_t)at, (uint32_t)size, 0, 0};
    bit(keys->bits, hash, 1);
    return one;
}

/* Takes in lines of keys, numbered from 1; of equal ones the first counts. */
static int make_keys(Keys *keys, const uint8_t *lines, size_t size, uint32_t count) {
    uint32_t slots = 64, number = 0, hash = START, words = 0;
    for (size_t at = 0; at < size; at++) words += lines[at] == ' ';
    while (slots < (count + words) * 2) slots *= 2;
    keys->mask = slots - 1;
    keys->entries = calloc(slots, sizeof(Entry));
    keys->bits = calloc(BITS / 64, sizeof(uint64_t));
    keys->bytes = malloc(size + 1);
    if (!keys->entries || !keys->bits || !keys->bytes || size >= 1u << 30) return 0;
    memcpy(keys->bytes, lines, size);
    for (size_t start = 0, at = 0; at <= size && number < count; at++) {
        if (at < size && lines[at] != '\n') {
            hash = grown(hash, lines[at]);
            if (lines[at] == ' ' && at > start && at + 1 < size && lines[at + 1] != '\n')
                made(keys, hash, start, at + 1 - start)->longer = 1;
            continue;
        }
        number++;
        if (at > start) {
            Entry *one = made(keys, hash, start, at - start);
            if (!one->first) one->first = number;
        }
        hash = START;
        start = at + 1;
    }
    return 1;
}

typedef struct { int32_t at; uint32_t languages; } Hit;
typedef struct { Hit *hits; size_t count, room; } Hits;

enum { STRONG, WEAK, CAREFUL, TRANSFER, MILITARY, COMMON, PARTY, KINDS };  /* as terms.py numbers them */

typedef struct {
    Keys terms, endings;
    uint32_t *codes, *masks;
    uint32_t count, ended;
    int32_t beside, company, transfer, party, few, share;
    Hits found[KINDS];
    Hits placed;
} Table;

void materiel_free(Table *table) {
    if (!table) return;
    Keys *both[] = {&table->terms, &table->endings};
    for (int at = 0; at < 2; at++) { free(both[at]->entries); free(both[at]->bytes); free(both[at]->bits); }
    free(table->codes); free(table->masks); free(table->placed.hits);
    for (int kind = 0; kind < KINDS; kind++) free(table->found[kind].hits);
    free(table);
}

/* A table of terms: keys, a line each, equal ones one after the other, with a code each (kind, 8 where it is a name,
 * languages from the fifth bit on), endings with their languages (the last of all none), and the limits of sieve.toml. */
Table *materiel_table(const uint8_t *keys, size_t size, const uint32_t *codes, uint32_t count, const uint8_t *ends,
                      size_t ends_size, const uint32_t *masks, uint32_t ends_count, const int32_t *limits) {
    Table *table = calloc(1, sizeof(Table));
    if (!table) return NULL;
    table->codes = malloc((count + 1) * sizeof(uint32_t));
    table->masks = malloc((ends_count + 1) * sizeof(uint32_t));
    if (!table->codes || !table->masks || !make_keys(&table->terms, keys, size, count) ||
        !make_keys(&table->endings, ends, ends_size, ends_count)) {
        materiel_free(table);
        return NULL;
    }
    memcpy(table->codes, codes, count * sizeof(uint32_t));
    table->codes[count] = 0;
    memcpy(table->masks, masks, ends_count * sizeof(uint32_t));
    table->ended = ends_count ? masks[ends_count - 1] : 0;
    table->count = count;
    table->beside = limits[0]; table->company = limits[1]; table->transfer = limits[2]; table->party = limits[3];
    table->few = limits[4]; table->share = limits[5];
    return table;
}

static void add(Hits *hits, int32_t at, uint32_t languages) {
    if (hits->count && hits->hits[hits->count - 1].at == at) {
        hits->hits[hits->count - 1].languages |= languages;
        return;
    }
    if (hits->count == hits->room) {
        size_t room = hits->room ? hits->room * 2 : 256;
        Hit *grown = realloc(hits->hits, room * sizeof(Hit));
        if (!grown) return;
        hits->hits = grown;
        hits->room = room;
    }
    hits->hits[hits->count++] = (Hit){at, languages};
}

static int figure(uint8_t c) { return (uint8_t)(c - '0') < 10; }

/* The languages in which a name may end as it does in the text. */
static uint32_t ended(Table *table, const uint8_t *line, size_t size, size_t end) {
    uint32_t hash = START, first;
    size_t at = end;
    if (figure(line[end - 1])) return end < size && figure(line[end]) ? 0 : ~0u;
    while (at < size && line[at] != ' ') hash = grown(hash, line[at++]);
    if (at == end) return table->ended;
    first = bit(table->endings.bits, hash, 0) ? entry(&table->endings, hash, line + end, at - end)->first : 0;
    return first ? table->masks[first - 1] : 0;
}

/* Adds what a key stands for, behind which the text goes on at `end`. */
static void take(Table *table, const uint8_t *line, size_t size, size_t at, size_t end, uint32_t number, uint32_t *told) {
    for (uint32_t more = 1; more; number++) {
        uint32_t code = table->codes[number - 1], kind = code & 7, languages = code >> 5;
        more = number < table->count && table->codes[number] & 16;
        if (code & 8 && line[end - 1] != ' ') languages &= ended(table, line, size, end);
        if (kind == COMMON) {
            for (int bit = 0; languages >> bit; bit++) told[bit] += languages >> bit & 1;
        } else if (languages) {
            if (kind == CAREFUL && at && figure(line[at - 1])) kind = WEAK;
            add(&table->found[kind], (int32_t)at, languages);
        }
    }
}

static void collect(Table *table, const uint8_t *line, size_t size, uint32_t *told) {
    for (size_t at = 0; at < size; at++) {
        uint32_t hash = START, longer = 0;
        if (line[at] != ' ') continue;
        for (size_t end = at; end < size; end++) {
            hash = grown(hash, line[end]);
            if (bit(table->terms.bits, hash, 0)) {
                const Entry *one = entry(&table->terms, hash, line + at, end + 1 - at);
                if (one->first) take(table, line, size, at, end + 1, one->first, told);
                longer = one->size && one->longer;
            } else longer = 0;
            if (line[end] == ' ' && end > at && !longer) break;
        }
    }
}

static uint32_t spoken(const Table *table, const uint32_t *told) {
    uint32_t most = 0, out = 0;
    for (int bit = 0; bit < 27; bit++) if (told[bit] > most) most = told[bit];
    for (int bit = 0; bit < 27; bit++)
        if (told[bit] * 100 >= most * (uint32_t)table->share || most < (uint32_t)table->few) out |= 1u << bit;
    return out;
}

static void keep(Hits *hits, uint32_t languages) {
    size_t kept = 0;
    for (size_t at = 0; at < hits->count; at++) {
        uint32_t shared = hits->hits[at].languages & languages;
        if (shared) hits->hits[kept++] = (Hit){hits->hits[at].at, shared};
    }
    hits->count = kept;
}

/* Whether a hit of the list, at another place, lies within `most` letters and shares a language. */
static int near(const Hits *hits, Hit hit, int32_t most) {
    size_t low = 0, high = hits->count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (hits->hits[middle].at < hit.at - most) low = middle + 1; else high = middle;
    }
    for (; low < hits->count && hits->hits[low].at <= hit.at + most; low++)
        if (hits->hits[low].at != hit.at && hits->hits[low].languages & hit.languages) return 1;
    return 0;
}

static void place(Table *table, const Hits *goods, int general) {
    Hits *found = table->found;
    for (size_t at = 0; at < goods->count; at++) {
        Hit hit = goods->hits[at];
        int company = !general || near(&found[MILITARY], hit, table->company) ||
                      near(&found[STRONG], hit, table->company);
        if (general == 2 && !near(&found[STRONG], hit, table->beside) && !near(&found[WEAK], hit, table->beside))
            continue;
        if (company && near(&found[TRANSFER], hit, table->transfer) && near(&found[PARTY], hit, table->party))
            add(&table->placed, hit.at, hit.languages);
    }
}

/* The places of goods in running text that may be told of as moved; gives their number and where they stand. */
size_t materiel_places(Table *table, const uint8_t *line, size_t size, Hit **out) {
    uint32_t told[27] = {0}, languages;
    Hits *found = table->found;
    for (int kind = 0; kind < KINDS; kind++) found[kind].count = 0;
    table->placed.count = 0;
    collect(table, line, size, told);
    languages = spoken(table, told);
    for (int kind = 0; kind < KINDS; kind++) keep(&found[kind], languages);
    place(table, &found[STRONG], 0);
    place(table, &found[WEAK], 1);
    place(table, &found[CAREFUL], 2);
    *out = table->placed.hits;
    return table->placed.count;
}
