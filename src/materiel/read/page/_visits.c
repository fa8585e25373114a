/* The walk over a text by which its language is guessed (guess.py). Part of _sieve.c. */

/* The features of a text, in order, by the states that its bytes lead through; gives how many. A row of `next` has a
 * state for each byte, `rows` tells the row of a state, `features` what is seen in it or -1. */
size_t materiel_visits(const uint32_t *next, const uint32_t *rows, const int32_t *features, const uint8_t *text,
                       size_t size, int32_t *found) {
    size_t count = 0;
    for (uint32_t state = 0; size--; text++) {
        state = next[(size_t)rows[state] << 8 | *text];
        if (features[state] >= 0) found[count++] = features[state];
    }
    return count;
}
