/* The keys of a sieve in C: which of hundreds of thousands begin at a place of running text. Part of _sieve.c.
 *
 * A processor's cache holds a hundredth of them, and each look beyond it costs as much as a hundred letters. So small
 * bitmaps first tell of nearly every word that no key begins there; then one look finds where, in the order of the
 * alphabet, keys that begin so stand.
 */

#include <sys/mman.h>

/* Zeroed memory in pages as large as there are: where each look is at another place, a processor else spends more on
 * finding the page than on reading it. */
static void *roomy(size_t size) {
    size_t page = 1 << 21;
    size = (size + page - 1) / page * page;
    void *room = aligned_alloc(page, size);
    if (!room) return NULL;
#ifdef MADV_HUGEPAGE
    madvise(room, size, MADV_HUGEPAGE);
#endif
    return memset(room, 0, size);
}

/* A key: its place among the bytes, its line, and the longest other key that it begins with, by its number or 0. */
typedef struct { uint32_t at, size, line, shorter; } Key;

/* Keys that begin with the same eight bytes behind their space; a shorter key stands by itself. */
typedef struct { uint64_t begins; uint32_t first, last; } Group;

/* How keys begin, a table for each number of bytes behind their space: two, three, four, five, and the first six of
 * all longer ones; of these again, for the few words that are left, up to eight. Each beginning has two bits of one
 * number, so that a look is one load. */
enum { BRIEFEST = 2, BRIEF = 5, TOLD = 6, MOST = 8, BRIEFS = 10, LONGS = 13, ALL = 15 };
typedef struct {
    uint64_t brief[BRIEF - BRIEFEST + 1][1 << BRIEFS], longer[1 << LONGS], all[1 << ALL];
} Openers;

typedef struct {
    uint8_t *bytes;
    Key *keys;  /* from 1 on */
    Group *groups;
    uint32_t count, mask;
} Keys;

/* The eight bytes at `at`, fewer before `end`, the first one lowest. */
static uint64_t eight(const uint8_t *at, const uint8_t *end) {
    uint64_t out = 0;
    if (end - at >= 8) memcpy(&out, at, 8); else if (at < end) memcpy(&out, at, (size_t)(end - at));
    return out;
}

/* Some of the first eight bytes scattered over all of a number; no two beginnings have the same. */
static uint64_t beginning(uint64_t letters, size_t bytes) {
    uint64_t mixed = ((letters << (64 - 8 * bytes)) + (bytes & 7)) * 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ mixed >> 32) * 0xd6e8feb86659fd93u;
    return mixed ^ mixed >> 32;
}

/* Some first bytes scattered over the high half of a number, and the two bits that this stands for. */
static uint64_t scattered(uint64_t letters, size_t bytes) {
    return (letters & ~0ull >> (64 - 8 * bytes)) * 0x9e3779b97f4a7c15u;
}
static uint64_t two_bits(uint64_t scattered) { return 1ull << (scattered >> 42 & 63) | 1ull << (scattered >> 36 & 63); }
static int has(const uint64_t *table, int size, uint64_t scattered) {
    uint64_t both = two_bits(scattered);
    return (table[scattered >> (64 - size)] & both) == both;
}

/* Notes that a key of some bytes behind its space begins with these. */
static void open_with(Openers *openers, uint64_t letters, size_t bytes) {
    uint64_t begins = scattered(letters, bytes > TOLD ? TOLD : bytes), all = beginning(letters, bytes > MOST ? MOST : bytes);
    if (bytes <= BRIEF) openers->brief[bytes - BRIEFEST][begins >> (64 - BRIEFS)] |= two_bits(begins);
    else openers->longer[begins >> (64 - LONGS)] |= two_bits(begins);
    openers->all[all >> (64 - ALL)] |= two_bits(all);
}

/* Bits for the numbers of bytes by which a key may begin with these eight. It has no branches: what text says next no
 * processor foresees, and each wrong guess of it costs more than all these looks, which do not wait for each other. */
static unsigned opens(const Openers *openers, uint64_t letters) {
    unsigned out = (unsigned)has(openers->longer, LONGS, scattered(letters, TOLD)) << TOLD;
    for (size_t bytes = BRIEFEST; bytes <= BRIEF; bytes++)
        out |= (unsigned)has(openers->brief[bytes - BRIEFEST], BRIEFS, scattered(letters, bytes)) << bytes;
    return out;
}

/* The same with a closer look at what may be long. */
static unsigned opens_long(const Openers *openers, uint64_t letters, unsigned opened) {
    if (opened >> TOLD) opened |= ~0u << TOLD & ((2u << MOST) - 1);
    for (size_t bytes = BRIEFEST; bytes <= MOST; bytes++)
        if (opened >> bytes & 1 && !has(openers->all, ALL, beginning(letters, bytes))) opened ^= 1u << bytes;
    return opened;
}

static Group *group(const Keys *keys, uint64_t begins) {
    uint32_t slot = (uint32_t)begins & keys->mask;
    while (keys->groups[slot].first && keys->groups[slot].begins != begins) slot = (slot + 1) & keys->mask;
    return &keys->groups[slot];
}

static int starts(const Keys *keys, const Key *one, const uint8_t *at, size_t left) {
    return one->size <= left && memcmp(keys->bytes + one->at, at, one->size) == 0;
}

static void free_keys(Keys *keys) { free(keys->bytes); free(keys->keys); free(keys->groups); }

/* Takes in lines of keys in the order of the alphabet; equal ones stand one after the other and count once. */
static int make_keys(Keys *keys, const uint8_t *lines, size_t size, uint32_t count) {
    const uint8_t *end;
    uint32_t line = 0, slots = 64, begun = 0;
    for (const uint8_t *at = lines, *last = NULL; at < lines + size; at = find(at, lines + size, '\n') + 1) {
        begun += !last || lines + size - at < MOST + 2 || memcmp(last, at, MOST + 1) != 0;
        last = at;
    }
    while (slots < begun + begun / 2) slots *= 2;
    keys->mask = slots - 1;
    keys->groups = roomy(slots * sizeof(Group));
    keys->keys = roomy(((size_t)count + 1) * sizeof(Key));
    keys->bytes = roomy(size + 1);
    if (!keys->groups || !keys->keys || !keys->bytes || size >= 1u << 30) return 0;
    memcpy(keys->bytes, lines, size);
    end = keys->bytes + size;
    for (const uint8_t *at = keys->bytes; at < end && line < count; line++) {
        const uint8_t *stop = find(at, end, '\n');
        uint32_t length = (uint32_t)(stop - at), before = keys->count, number;
        const Key *last = &keys->keys[before];
        if (length < 3 || *at != ' ') return 0;
        if (!before || last->size != length || memcmp(keys->bytes + last->at, at, length) != 0) {
            while (before && !starts(keys, &keys->keys[before], at, length)) before = keys->keys[before].shorter;
            number = ++keys->count;
            keys->keys[number] = (Key){(uint32_t)(at - keys->bytes), length, line, before};
            uint64_t begins = beginning(eight(at + 1, stop), length > MOST ? MOST : length - 1);
            Group *one = group(keys, begins);
            if (!one->first) *one = (Group){begins, number, number};
            one->last = number;
        }
        at = stop + 1;
    }
    return 1;
}

/* The longest key that the text at a space begins with, 0 where it begins with none; `opened` is what `opens` gave. All
 * others stand behind it as its `shorter` ones: a key that the text begins with is one that the last key before the text
 * begins with too. */
static uint32_t key_at(const Keys *keys, const uint8_t *at, size_t left, unsigned opened) {
    uint64_t letters = eight(at + 1, at + left);
    const Group *one = NULL;
    while (opened) {
        unsigned bytes = 31 - (unsigned)__builtin_clz(opened);
        one = group(keys, beginning(letters, bytes));
        if (one->first) break;
        opened ^= 1u << bytes;
    }
    if (!opened) return 0;
    uint32_t low = one->first - 1, high = one->last + 1;
    while (low + 1 < high) {  /* the last one that does not stand behind the text */
        const Key *middle = &keys->keys[(low + high) / 2];
        size_t shared = middle->size < left ? middle->size : left;
        int order = memcmp(keys->bytes + middle->at, at, shared);
        if (order < 0 || (order == 0 && middle->size <= left)) low = (low + high) / 2; else high = (low + high) / 2;
    }
    while (low && !starts(keys, &keys->keys[low], at, left)) low = keys->keys[low].shorter;
    return low;
}
