/* The walk over a page in C, as html.py defines it: from the parsed page, written out, to its elements and the text of
 * their blocks. Part of _sieve.c.
 *
 * What the parser writes out is regular: every element is closed, every value is quoted, and "<", ">", "&", quotes and
 * unbroken spaces are entities. So the walk needs no rules of HTML, and builds the same tree as the parser's.
 */

/* What html.py says of a tag, in bits: it is a block, holds nothing, is left out, holds what is no markup, or is too
 * strange for this walk. */
enum { IS_BLOCK = 1, IS_VOID = 2, IS_LEFT = 4, IS_RAW = 8, IS_STRANGE = 16 };
enum { LINKED = 1, HIDDEN = 2, PRE = 4 };
enum { DEPTH = 200, WIDEST = 50 };

/* An element: numbers of others are from 0 on, -1 for none; its tag and names are places in the page and in the text. */
typedef struct {
    int32_t parent, tag, tag_size, names, names_size, depth, column, table, row, cell, block, flags, cells, holder;
} Element;

/* The text of a block up to the next one: `words` is -1 where lines break in it, and it stays as it was written. */
typedef struct { int32_t element, text, size, letters, linked, words; } Piece;

typedef struct {
    const uint8_t *data, *end;
    uint8_t *out;
    Element *elements;
    Piece *pieces;
    int32_t count, found, open, block, linked;
    size_t start, size;  /* of the text of the piece at hand */
    int broken;
} Walk;

static int blank(uint32_t c) {
    return (c >= 9 && c <= 13) || (c >= 28 && c <= 32) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

static int unseen(uint32_t c) {
    return c == 0xAD || c == 0x200B || c == 0x200E || c == 0x200F || c == 0x2060 || c == 0xFEFF;
}

/* The letter at `at` and its bytes; what is no UTF-8 is a letter a byte. */
static size_t letter_at(const uint8_t *at, const uint8_t *end, uint32_t *code) {
    size_t bytes = *at < 128 ? 0 : utf8(at, end, code);
    if (!bytes) *code = *at;
    return bytes ? bytes : 1;
}

/* Writes text without its entities; gives its size. */
static size_t plainly(const uint8_t *at, const uint8_t *end, uint8_t *out) {
    static const struct { const char *name; uint8_t size, said, letter[2]; } entities[] = {
        {"&amp;", 5, 1, "&"}, {"&lt;", 4, 1, "<"}, {"&gt;", 4, 1, ">"}, {"&quot;", 6, 1, "\""},
        {"&nbsp;", 6, 2, {0xC2, 0xA0}},
    };
    uint8_t *to = out;
    while (at < end) {
        const uint8_t *mark = find(at, end, '&');
        memcpy(to, at, (size_t)(mark - at));
        to += mark - at;
        at = mark;
        if (at == end) break;
        int known = 0;
        for (size_t one = 0; one < sizeof entities / sizeof *entities && !known; one++) {
            if ((size_t)(end - at) < entities[one].size || memcmp(at, entities[one].name, entities[one].size)) continue;
            memcpy(to, entities[one].letter, entities[one].said);
            to += entities[one].said;
            at += entities[one].size;
            known = 1;
        }
        if (!known) *to++ = *at++;
    }
    return (size_t)(to - out);
}

/* Ends the piece at hand: white space becomes one space between words, unless lines break in it. */
static void end_piece(Walk *walk) {
    uint8_t *out = walk->out + walk->start, *to = out;
    const uint8_t *at = out, *end = walk->out + walk->size;
    int32_t letters = 0, words = 0;
    if (walk->broken) {
        to += walk->size - walk->start;
        words = -1;
    } else {
        int gap = 1;
        while (at < end) {
            uint32_t code;
            size_t bytes = letter_at(at, end, &code);
            if (blank(code)) gap = 1;
            else if (!unseen(code)) {
                if (gap) {
                    if (words++) { *to++ = ' '; letters++; }
                    gap = 0;
                }
                memmove(to, at, bytes);
                to += bytes;
                letters++;
            }
            at += bytes;
        }
    }
    if (to > out) {
        walk->pieces[walk->found++] =
            (Piece){walk->block, (int32_t)walk->start, (int32_t)(to - out), letters, walk->linked, words};
        walk->start += (size_t)(to - out);
    }
    walk->size = walk->start;
    walk->broken = walk->linked = 0;
}

/* Takes in text that stands in the open element. */
static void take_text(Walk *walk, const uint8_t *at, const uint8_t *end) {
    const Element *holder = &walk->elements[walk->open];
    uint8_t *text = walk->out + walk->size;
    size_t size = plainly(at, end, text);
    int32_t letters = 0;
    int spaces = 1, pre = walk->elements[holder->block].flags & PRE;
    for (const uint8_t *here = text, *stop = text + size; here < stop; letters++) {
        uint32_t code;
        here += letter_at(here, stop, &code);
        spaces = spaces && blank(code);
    }
    if (!size) return;
    if (holder->block != walk->block) {
        if (spaces) return;
        end_piece(walk);
        memmove(walk->out + walk->size, text, size);
        text = walk->out + walk->size;
        walk->block = holder->block;
    }
    for (size_t place = 0; place < size; place++)
        if (text[place] == '\n') { if (pre) walk->broken = 1; else text[place] = ' '; }
    walk->size += size;
    if (holder->flags & LINKED) walk->linked += letters;
}

/* Whether the value of a style hides: "display: none" or "visibility: hidden". */
static int hides(const uint8_t *at, const uint8_t *end) {
    static const char *said[2][2] = {{"display", "none"}, {"visibility", "hidden"}};
    for (; at < end; at++) {
        for (int one = 0; one < 2; one++) {
            const uint8_t *here = at;
            for (int part = 0; part < 2; part++) {
                const char *word = said[one][part];
                while (*word && here < end && low(*here) == (uint8_t)*word) { word++; here++; }
                if (*word) break;
                if (part) return 1;
                for (int colon = 0; here < end;) {
                    uint32_t code;
                    size_t bytes = letter_at(here, end, &code);
                    if (code == ':' && !colon) colon = 1;
                    else if (!blank(code)) { if (!colon) here = end; break; }
                    here += bytes;
                }
            }
        }
    }
    return 0;
}

static int is(const uint8_t *name, size_t size, const char *word) {
    return size == strlen(word) && memcmp(name, word, size) == 0;
}

/* Reads the attributes between `at` and the ">" of `close`: names into the text, what hides, how many columns. */
static int attributes(Walk *walk, Element *element, const uint8_t *at, const uint8_t *close) {
    int span = 1;
    while (at < close) {
        while (at < close && *at == ' ') at++;
        const uint8_t *name = at;
        while (at < close && *at != '=' && *at != ' ') at++;
        size_t size = (size_t)(at - name);
        if (at == close || *at != '=' || at + 1 == close || at[1] != '"') {
            if (is(name, size, "hidden")) element->flags |= HIDDEN;
            continue;
        }
        const uint8_t *value = at + 2, *end = find(value, close, '"');
        at = end + (end < close);
        if (is(name, size, "hidden")) element->flags |= HIDDEN;
        if (value == end) continue;
        if (is(name, size, "class") || is(name, size, "id") || is(name, size, "itemprop") || is(name, size, "role")) {
            if (element->names_size) walk->out[walk->size++] = ' ';
            walk->size += plainly(value, end, walk->out + walk->size);
            element->names_size = (int32_t)(walk->size) - element->names;
        } else if (is(name, size, "style")) {
            size_t size_of = plainly(value, end, walk->out + walk->size);
            if (hides(walk->out + walk->size, walk->out + walk->size + size_of)) element->flags |= HIDDEN;
        } else if (is(name, size, "colspan")) {
            int number = 0, figures = 1;
            for (const uint8_t *c = value; c < end; c++) {
                if (*c >= 128) return -1;  /* figures of another script: Python knows them */
                figures = figures && (uint8_t)(*c - '0') < 10;
                if (figures && end - value < 4) number = number * 10 + *c - '0';
            }
            if (figures && end - value < 4) span = number < WIDEST ? number : WIDEST;
        }
    }
    return span;
}

/* Opens an element; 0 where Python must. */
static int enter(Walk *walk, const uint8_t *name, size_t size, int kind, const uint8_t *close) {
    int32_t number = walk->count++, holder = walk->open;
    Element *element = &walk->elements[number];
    int block = kind & IS_BLOCK, cell = is(name, size, "td") || is(name, size, "th"), span;
    *element = (Element){-1, (int32_t)(name - walk->data), (int32_t)size, 0, 0, 0, 0, -1, -1, -1, number, 0, 0, holder};
    if (holder >= 0) {
        const Element *above = &walk->elements[holder];
        element->parent = above->depth == DEPTH ? above->parent : holder;
        element->depth = above->depth < DEPTH ? above->depth + 1 : DEPTH;
        element->flags = above->flags & (LINKED | HIDDEN);
        element->table = above->table; element->row = above->row; element->cell = above->cell;
        if (!block) element->block = above->block;
    }
    if (is(name, size, "a")) element->flags |= LINKED;
    if (is(name, size, "pre")) element->flags |= PRE;
    if (is(name, size, "table")) { element->table = number; element->row = element->cell = -1; }
    else if (is(name, size, "tr")) { element->row = number; element->cell = -1; }
    else if (cell) element->cell = number;
    if (element->block == number) {
        end_piece(walk);
        walk->block = number;
    }
    /* names stand behind the finished pieces; within a piece at hand they would part it, so it is moved behind them */
    size_t held = walk->size - walk->start, names = walk->start;
    uint8_t *piece = walk->out + walk->start;
    element->names = (int32_t)walk->size;
    if ((span = attributes(walk, element, name + size, close)) < 0) return 0;
    if (element->names_size && held) {
        uint8_t *spare = walk->out + walk->size;
        memcpy(spare, piece, held);
        memmove(piece, piece + held, (size_t)element->names_size);
        memcpy(piece + element->names_size, spare, held);
        element->names = (int32_t)names;
    }
    walk->start += (size_t)element->names_size;
    walk->size = walk->start + held;
    if (cell && element->block == number && element->row >= 0) {
        element->column = walk->elements[element->row].cells;
        walk->elements[element->row].cells += span;
    }
    walk->open = number;
    return 1;
}

/* Behind the element of a tag that is left out, which ends at `at`. */
static const uint8_t *beyond(const Tag *tags, const uint8_t *at, const uint8_t *end, const uint8_t *name, size_t size) {
    for (int depth = 1; depth && at < end;) {
        const uint8_t *mark = find(at, end, '<'), *called = mark + 1, *behind;
        if (mark == end) return end;
        if (end - mark >= 4 && memcmp(mark, "<!--", 4) == 0) {
            const uint8_t *close = memmem(mark + 4, (size_t)(end - mark - 4), "-->", 3);
            at = close ? close + 3 : end;
            continue;
        }
        int closes = called < end && *called == '/';
        called += closes;
        for (behind = called; behind < end && *behind != ' ' && *behind != '>'; behind++);
        size_t length = (size_t)(behind - called);
        at = tag_end(behind, end);
        if (length == size && memcmp(called, name, size) == 0) depth += closes ? -1 : 1;
        else if (!closes && length && length <= NAME && kind_of(tags, called, length) & IS_RAW)
            at = closing(at, end, called, length);
    }
    return at;
}

/* Walks over a page as the parser writes its body out. `names` are lines of a tag's bits, as a sign from "0" on, and
 * its name. `elements` and `pieces` have room for one more than there are "<", `out` for twice the bytes. Gives the
 * number of elements and, in `told`, of pieces and of bytes in `out`; -1 where the page is too strange for this walk. */
ptrdiff_t materiel_pieces(const uint8_t *data, size_t size, const char *names, Element *elements, Piece *pieces,
                          uint8_t *out, int32_t *told) {
    const uint8_t *at = data, *end = data + size;
    Walk walk = {.data = data, .end = end, .out = out, .elements = elements, .pieces = pieces, .open = -1, .block = -1};
    Tag tags[TAGS];
    make_tags(tags, names);
    while (at < end) {
        const uint8_t *mark = find(at, end, '<'), *name = mark + 1, *behind;
        if (mark > at && walk.open >= 0) take_text(&walk, at, mark);
        if (mark == end) break;
        if (end - mark >= 4 && memcmp(mark, "<!--", 4) == 0) {
            const uint8_t *close = memmem(mark + 4, (size_t)(end - mark - 4), "-->", 3);
            at = close ? close + 3 : end;
            continue;
        }
        int closes = name < end && *name == '/', kind;
        name += closes;
        for (behind = name; behind < end && *behind != ' ' && *behind != '>'; behind++);
        size_t length = (size_t)(behind - name);
        if (!length || *name == '!' || *name == '?') return -1;
        kind = length > NAME ? 0 : kind_of(tags, name, length);
        at = tag_end(behind, end);
        if (kind & IS_STRANGE) return -1;
        if (closes) {
            if (walk.open < 0) return -1;
            const Element *open = &elements[walk.open];
            if ((size_t)open->tag_size != length || memcmp(data + open->tag, name, length)) return -1;
            walk.open = open->holder;
        } else if (kind & IS_RAW) {
            const uint8_t *close = closing(at, end, name, length);
            at = close < end ? tag_end(close + 2, end) : end;
        } else if (kind & IS_LEFT) {
            if (!(kind & IS_VOID)) at = beyond(tags, at, end, name, length);
        } else if (is(name, length, "br")) {
            out[walk.size++] = '\n';
            walk.broken = 1;
        } else {
            if (!enter(&walk, name, length, kind, at - 1)) return -1;
            if (kind & IS_VOID) walk.open = elements[walk.open].holder;
        }
    }
    end_piece(&walk);
    told[0] = walk.found;
    told[1] = (int32_t)walk.start;
    return walk.count;
}
