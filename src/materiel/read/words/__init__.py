"""Words: a text becomes sentences of tagged words: numbers, dates, money, goods, and what the packs call them."""
