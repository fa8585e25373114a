/* The sieve's loops over bytes, as visible.py and sieve.py define them, for machines with a C compiler.
 *
 * Nothing here knows a word or a language: tags, terms and limits are handed over when a table is made. Each function
 * has a twin in Python that gives the same answer on every input (tests/test_sieve.py holds that), and uses no memory
 * outside what it was given or has made itself.
 */

#include "_visible.c"
#include "_fold.c"
#include "_terms.c"
#include "_pieces.c"
#include "_visits.c"

/* The digest of the sources that this was compiled from: compile.py says it, native.py asks for it. */
const char *materiel_source(void) { return MATERIEL_SOURCE; }

/* ---------------------------------------------------------------- terms */

typedef struct { int32_t at; uint32_t languages; } Hit;
typedef struct { Hit *hits; size_t count, room; } Hits;

enum { STRONG, WEAK, CAREFUL, TRANSFER, MILITARY, COMMON, PARTY, KINDS };  /* as terms.py numbers them */

/* A word that a language is full of: what `marked` gives of it, its number among such words from 1 on, and how often
 * the page has it; and of each its place among the keys and its languages. */
typedef struct { uint64_t letters; uint32_t number, seen; } Common;
typedef struct { uint32_t at, languages; } Written;

enum { COMMONS = 1 << 12 };

typedef struct {
    Keys terms;
    uint8_t *endings;
    uint32_t *codes, *masks, *ends;
    uint32_t count, ended;
    int32_t beside, company, transfer, party, few, share;
    Openers *openers;  /* of goods, and of all else */
    Common *commons;
    Written written[COMMONS / 2 + 1];
    uint64_t usual[1 << 10];  /* a bit for most of the marks of common words */
    int32_t *starts, *some;  /* where words begin: all, and those that are worth a look */
    uint8_t *scratch;
    size_t room, scratched;
    Hits found[KINDS], goods, placed;
} Table;

void materiel_free(Table *table) {
    if (!table) return;
    free_keys(&table->terms); free(table->endings); free(table->ends);
    free(table->codes); free(table->masks); free(table->goods.hits); free(table->placed.hits);
    free(table->openers); free(table->commons); free(table->starts); free(table->some); free(table->scratch);
    for (int kind = 0; kind < KINDS; kind++) free(table->found[kind].hits);
    free(table);
}

static int is_goods(uint32_t kind) { return kind == STRONG || kind == WEAK || kind == CAREFUL; }

static uint64_t *usual(Table *table, uint64_t mark) { return &table->usual[scattered(mark, 8) >> 54]; }

/* The common word of some letters, or the free place for it; of more than seven letters all those count that are written
 * as a key from `word` to `end`. */
static Common *common(const Table *table, uint64_t letters, const uint8_t *word, const uint8_t *end) {
    size_t slot = scattered(letters, 8) >> 52, size = (size_t)(end - word);
    for (;; slot = (slot + 1) & (COMMONS - 1)) {
        Common *one = &table->commons[slot];
        if (!one->number || (one->letters == letters && (size < 8 ||
            memcmp(table->terms.bytes + table->written[one->number].at, word - 1, size + 2) == 0))) return one;
    }
}

/* The first eight bytes of a word of some letters, no more than to the space behind it. */
static uint64_t marked(uint64_t letters, size_t size) { return letters & ~0ull >> (size < 7 ? 56 - 8 * size : 0); }

/* Takes in the keys' beginnings, and the words that languages are full of. */
static int make_openers(Table *table, const uint8_t *keys, size_t size) {
    const uint8_t *end = keys + size;
    uint32_t number = 0, commons = 0;
    table->openers = roomy(2 * sizeof(Openers));
    table->commons = calloc(COMMONS, sizeof(Common));
    if (!table->openers || !table->commons) return 0;
    for (const uint8_t *at = keys; at < end && number < table->count; number++) {
        const uint8_t *line = find(at, end, '\n');
        uint32_t kind = table->codes[number] & 7;
        uint64_t letters = eight(at + 1, line);
        if (line < at + 3 || *at != ' ') return 0;
        if (kind == COMMON) {
            uint64_t mark = marked(letters, (size_t)(line - at) - 2);
            Common *one = common(table, mark, at + 1, line - 1);
            if (line[-1] != ' ' || one->number || commons == COMMONS / 2) return 0;
            *one = (Common){mark, ++commons, 0};
            table->written[commons] = (Written){(uint32_t)(at - keys), table->codes[number] >> 5};
            *usual(table, mark) |= two_bits(scattered(mark, 8));
        } else {
            open_with(&table->openers[!is_goods(kind)], letters, (size_t)(line - at) - 1);
        }
        at = line + 1;
    }
    return 1;
}

/* Takes in lines of endings in the order of the alphabet. */
static int make_endings(Table *table, const uint8_t *lines, size_t size, uint32_t count) {
    table->endings = malloc(size + 1);
    table->ends = calloc((size_t)count + 1, sizeof(uint32_t));
    if (!table->endings || !table->ends) return 0;
    memcpy(table->endings, lines, size);
    for (const uint8_t *at = lines; table->ended < count; at++) {
        at = find(at, lines + size, '\n');
        table->ends[++table->ended] = (uint32_t)(at - lines) + 1;
    }
    return 1;
}

/* A table of terms: keys, a line each, in the order of the alphabet, with a code each (kind, 8 where it is a name, 16
 * where its key is that of the code before, languages from the fifth bit on), endings in that order with their
 * languages, and the limits of sieve.toml. */
Table *materiel_table(const uint8_t *keys, size_t size, const uint32_t *codes, uint32_t count, const uint8_t *ends,
                      size_t ends_size, const uint32_t *masks, uint32_t ends_count, const int32_t *limits) {
    Table *table = calloc(1, sizeof(Table));
    if (!table) return NULL;
    table->codes = roomy((count + 1) * sizeof(uint32_t));
    table->masks = malloc((ends_count + 1) * sizeof(uint32_t));
    table->count = count;
    if (table->codes && table->masks) {
        memcpy(table->codes, codes, count * sizeof(uint32_t));
        memcpy(table->masks, masks, ends_count * sizeof(uint32_t));
        if (make_keys(&table->terms, keys, size, count) && make_endings(table, ends, ends_size, ends_count) &&
            make_openers(table, keys, size)) {
            table->beside = limits[0]; table->company = limits[1]; table->transfer = limits[2];
            table->party = limits[3]; table->few = limits[4]; table->share = limits[5];
            return table;
        }
    }
    materiel_free(table);
    return NULL;
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
static uint32_t ended(const Table *table, const uint8_t *line, size_t size, size_t end) {
    if (figure(line[end - 1])) return end < size && figure(line[end]) ? 0 : ~0u;
    size_t left = (size_t)(find(line + end, line + size, ' ') - line) - end;
    uint32_t low = 0, high = table->ended;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        size_t length = table->ends[middle + 1] - table->ends[middle] - 1, shared = length < left ? length : left;
        int order = memcmp(table->endings + table->ends[middle], line + end, shared);
        if (order == 0 && length == left) return table->masks[middle];
        if (order < 0 || (order == 0 && length < left)) low = middle + 1; else high = middle;
    }
    return 0;
}

/* Adds what a key stands for in some languages, goods or all else, behind which the text goes on at `end`. */
static void take(Table *table, const uint8_t *line, size_t size, size_t at, size_t end, uint32_t number, uint32_t spoken,
                 int goods) {
    for (uint32_t more = 1; more; number++) {
        uint32_t code = table->codes[number - 1], kind = code & 7, languages = code >> 5 & spoken;
        more = number < table->count && table->codes[number] & 16;
        if (!languages || kind == COMMON || is_goods(kind) != goods) continue;
        if (code & 8 && line[end - 1] != ' ') languages &= ended(table, line, size, end);
        if (!languages) continue;
        if (kind == CAREFUL && at && figure(line[at - 1])) kind = WEAK;
        add(&table->found[kind], (int32_t)at, languages);
        if (goods) add(&table->goods, (int32_t)at, languages);
    }
}

/* Adds the terms that begin at the space of `at`. */
static void collect(Table *table, const uint8_t *line, size_t size, size_t at, uint32_t spoken, int goods) {
    const Key *keys = table->terms.keys;
    const Openers *openers = &table->openers[!goods];
    uint64_t letters = eight(line + at + 1, line + size);
    unsigned opened = opens_long(openers, letters, opens(openers, letters));
    for (uint32_t one = opened ? key_at(&table->terms, line + at, size - at, opened) : 0; one; one = keys[one].shorter)
        take(table, line, size, at, at + keys[one].size, keys[one].line + 1, spoken, goods);
}

/* Notes where words begin, at the spaces before them, the last of which ends the text; gives their number. As all loops
 * over all words it has no branches: what a text says next no processor foresees, and a wrong guess costs it more than
 * some looks whose answers it can await together. */
static size_t words(Table *table, const uint8_t *line, size_t size) {
    size_t count = 0;
    if (table->room < size + 1) {
        free(table->starts); free(table->some);
        table->starts = malloc((size + 1) * sizeof(int32_t));
        table->some = malloc((size + 1) * sizeof(int32_t));
        table->room = table->starts && table->some ? size + 1 : 0;
        if (!table->room) return 0;
    }
    for (int32_t at = 0, *starts = table->starts; at < (int32_t)size; at++) {
        starts[count] = at;
        count += line[at] == ' ';
    }
    return count ? count - 1 : 0;
}

/* The words, of some, that a term may begin with; gives their number. */
static size_t begun(const Openers *openers, const uint8_t *line, size_t size, const int32_t *starts, size_t count,
                    int32_t *out) {
    size_t found = 0;
    for (size_t word = 0; word < count; word++) {
        out[found] = starts[word];
        found += opens(openers, eight(line + starts[word] + 1, line + size)) != 0;
    }
    return found;
}

/* The languages that a page may be in by the words that are theirs; all where it has too few to tell. */
static uint32_t spoken(Table *table, const uint8_t *line, size_t size, size_t count) {
    const int32_t *starts = table->starts;
    Common *seen[COMMONS / 2 + 1];
    uint32_t told[27] = {0}, most = 0, out = 0;
    size_t found = 0, different = 0;
    for (size_t word = 0; word < count; word++) {
        uint64_t letters = eight(line + starts[word] + 1, line + size), both;
        letters = marked(letters, (size_t)(starts[word + 1] - starts[word]) - 1);
        both = two_bits(scattered(letters, 8));
        table->some[found] = (int32_t)word;
        found += (*usual(table, letters) & both) == both;
    }
    for (size_t number = 0; number < found; number++) {
        size_t word = (size_t)table->some[number];
        const uint8_t *at = line + starts[word] + 1, *next = line + starts[word + 1];
        Common *one = common(table, marked(eight(at, line + size), (size_t)(next - at)), at, next);
        seen[different] = one;
        different += one->number && !one->seen++;
    }
    while (different--) {
        Common *one = seen[different];
        for (uint32_t all = table->written[one->number].languages; all; all &= all - 1)
            told[__builtin_ctz(all)] += one->seen;
        one->seen = 0;
    }
    for (int bit = 0; bit < 27; bit++) if (told[bit] > most) most = told[bit];
    for (int bit = 0; bit < 27; bit++)
        if (told[bit] * 100 >= most * (uint32_t)table->share || most < (uint32_t)table->few) out |= 1u << bit;
    return out;
}

/* The words that stand within some letters of goods; gives their number. */
static size_t around(const Table *table, size_t count, int32_t reach, int32_t *out) {
    const Hit *goods = table->goods.hits, *end = goods + table->goods.count;
    size_t found = 0;
    for (size_t word = 0; word < count; word++) {
        int32_t at = table->starts[word];
        while (goods < end && goods->at < at - reach) goods++;
        if (goods == end) break;
        out[found] = at;
        found += goods->at <= at + reach;
    }
    return found;
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

/* The places of goods in running text that may be told of as moved; gives their number and where they stand. First the
 * languages are told, then goods looked for in these, and only near them whatever else it takes. */
size_t materiel_places(Table *table, const uint8_t *line, size_t size, Hit **out) {
    size_t count = words(table, line, size), found;
    uint32_t languages = spoken(table, line, size, count);
    int32_t reach = table->company;
    if (reach < table->transfer) reach = table->transfer;
    if (reach < table->party) reach = table->party;
    for (int kind = 0; kind < KINDS; kind++) table->found[kind].count = 0;
    table->goods.count = table->placed.count = 0;
    found = begun(&table->openers[0], line, size, table->starts, count, table->some);
    for (size_t word = 0; word < found; word++) collect(table, line, size, (size_t)table->some[word], languages, 1);
    found = around(table, count, reach, table->some);
    found = begun(&table->openers[1], line, size, table->some, found, table->some);
    for (size_t word = 0; word < found; word++) collect(table, line, size, (size_t)table->some[word], languages, 0);
    place(table, &table->found[STRONG], 0);
    place(table, &table->found[WEAK], 1);
    place(table, &table->found[CAREFUL], 2);
    *out = table->placed.hits;
    return table->placed.count;
}

enum { KEPT = 1 << 22 };  /* bytes of scratch that are held from page to page */

/* The same of a page, from its bytes, which begin and end somewhere in what is held; -1 where it takes Python to tell its
 * text (another charset). `plain` and its size are the page's text, which stays until the next page. */
ptrdiff_t materiel_page(Table *table, const Fold *fold, const uint8_t *held, size_t start, size_t end, const char *tags,
                        int titled, Hit **out, const uint8_t **plain, size_t *plain_size) {
    const uint8_t *data = held + start;
    size_t size = end - start, room = 3 * size + 16, kept;
    if (table->scratched < room || table->scratched > KEPT) {
        free(table->scratch);
        table->scratch = malloc(room);
        table->scratched = table->scratch ? room : 0;
        if (!table->scratch) return -1;
    }
    uint8_t *line = table->scratch, *text = line + size + 3;
    if (find(data, data + size, '<') < data + size) size = materiel_text(data, size, tags, titled, text);
    else memcpy(text, data, size);
    size = unescaped(text, size);
    *plain = text;
    *plain_size = size;
    kept = materiel_fold(fold, text, size, line, NULL);
    return kept ? (ptrdiff_t)materiel_places(table, line, kept, out) : -1;
}
