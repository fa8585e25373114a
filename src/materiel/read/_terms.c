/* The keys of a sieve in C: which of hundreds of thousands begin at a place of running text. Part of _sieve.c.
 *
 * A processor's cache holds a hundredth of them, and each look beyond it costs as much as a hundred letters. So small
 * bitmaps first tell of nearly every word that no key begins there; then one look finds where, in the order of the
 * alphabet, keys that begin so stand.
 */

/* A key: its place among the bytes, its line, and the longest other key that it begins with, by its number or 0. */
typedef struct { uint32_t at, size, line, shorter; } Key;

/* Keys that begin with the same six bytes behind their space; a shorter key stands by itself. */
typedef struct { uint64_t begins; uint32_t first, last; } Group;

/* How keys begin, by hashes of some bytes: those of two and three, the first four of all others, and up to six. */
typedef struct { uint64_t brief[1 << 9], first[1 << 12], second[1 << 14]; } Openers;

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

/* The first bytes of eight, up to six, scattered; no two beginnings have the same. */
static uint64_t beginning(uint64_t letters, size_t bytes) {
    uint64_t mixed = ((letters << (64 - 8 * bytes)) + bytes) * 0x9e3779b97f4a7c15u;
    mixed = (mixed ^ mixed >> 32) * 0xd6e8feb86659fd93u;
    return mixed ^ mixed >> 32;
}

static uint64_t bit(uint64_t begins) { return 1ull << (begins >> 24 & 63); }
static uint64_t bits(uint64_t begins) { return bit(begins) | 1ull << (begins >> 18 & 63); }

static uint64_t *two_bits(Openers *openers, uint64_t begins, size_t bytes) {
    return bytes < 4 ? &openers->brief[begins >> 55] : &openers->second[begins >> 50];
}

/* Notes that a key of some bytes behind its space begins with these. */
static void open_with(Openers *openers, uint64_t letters, size_t bytes) {
    uint64_t begins = beginning(letters, bytes > 6 ? 6 : bytes), four = beginning(letters, 4);
    if (bytes >= 4) openers->first[four >> 52] |= bit(four);
    *two_bits(openers, begins, bytes) |= bits(begins);
}

/* Bytes, up to six, that the longest key which may begin with these eight has behind its space; 0 where none may. */
static size_t opens(Openers *openers, uint64_t letters) {
    uint64_t begins = beginning(letters, 4);
    for (size_t bytes = openers->first[begins >> 52] & bit(begins) ? 6 : 3; bytes >= 2; bytes--) {
        begins = beginning(letters, bytes);
        if ((*two_bits(openers, begins, bytes) & bits(begins)) == bits(begins)) return bytes;
    }
    return 0;
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
        begun += !last || lines + size - at < 8 || memcmp(last, at, 7) != 0;
        last = at;
    }
    while (slots < begun + begun / 2) slots *= 2;
    keys->mask = slots - 1;
    keys->groups = calloc(slots, sizeof(Group));
    keys->keys = calloc((size_t)count + 1, sizeof(Key));
    keys->bytes = malloc(size + 1);
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
            uint64_t begins = beginning(eight(at + 1, stop), length > 6 ? 6 : length - 1);
            Group *one = group(keys, begins);
            if (!one->first) *one = (Group){begins, number, number};
            one->last = number;
        }
        at = stop + 1;
    }
    return 1;
}

/* The longest key that the text at a space begins with, 0 where it begins with none; `bytes` are what `opens` gave. All others stand behind it as its
 * `shorter` ones: a key that the text begins with is one that the last key before the text begins with too. */
static uint32_t key_at(const Keys *keys, const uint8_t *at, size_t left, size_t bytes) {
    uint64_t letters = eight(at + 1, at + left);
    const Group *one = group(keys, beginning(letters, bytes));
    while (!one->first && --bytes >= 2) one = group(keys, beginning(letters, bytes));
    uint32_t low = one->first, high = one->last + 1;
    if (!low) return 0;
    low--;
    while (low + 1 < high) {  /* the last one that does not stand behind the text */
        const Key *middle = &keys->keys[(low + high) / 2];
        size_t shared = middle->size < left ? middle->size : left;
        int order = memcmp(keys->bytes + middle->at, at, shared);
        if (order < 0 || (order == 0 && middle->size <= left)) low = (low + high) / 2; else high = (low + high) / 2;
    }
    while (low && !starts(keys, &keys->keys[low], at, left)) low = keys->keys[low].shorter;
    return low;
}
