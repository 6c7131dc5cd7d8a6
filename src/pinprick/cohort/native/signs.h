/* What the answers say of each unit, but those to the side and the map: rows of a table.
 *
 * A row is what a code says more than a base. There are two: that nothing was asked, and that every
 * sign a person can tell is absent. Each case takes the nearer one, so one that was asked everything
 * has as few rows to add as one that was asked little. The choice is the case's alone: what other
 * cases stand in the table changes no bit. */
#ifndef PINPRICK_SIGNS_H
#define PINPRICK_SIGNS_H

#include "answers.h"

enum { MOST_ROWS = 320, MOST_UNIT_ROWS = 64 };

typedef struct {
  uint8_t absent[BLOCK]; /* 1 where the base is that signs are absent */
  int16_t rows[BLOCK], unit_rows[BLOCK];
  uint16_t row[BLOCK][MOST_ROWS], unit_row[BLOCK][MOST_UNIT_ROWS];
} Signs;

/* The codes of a sign, as its rows are numbered: those of one that hangs on another finding, such as
 * the first sign of a pair or the age, stand `step` apart for each code of that. */
static void codes_of_sign(const Tables *t, const Block *b, int sign, uint8_t *restrict codes) {
  const uint8_t *x = b->column[t->sign_column[sign]];
  for (int i = 0; i < b->count; i++) codes[i] = said(x[i]);
  if (t->sign_by[sign] == NONE) return;
  const uint8_t *by = b->column[t->sign_by[sign]];
  const uint8_t step = (uint8_t)t->sign_step[sign];
  for (int i = 0; i < b->count; i++)
    codes[i] = codes[i] ? (uint8_t)(codes[i] + step * said(by[i])) : 0;
}

static void choose_bases(const Tables *t, const Block *b, Signs *s) {
  uint8_t absent[BLOCK] = {0}, unasked[BLOCK] = {0};
  for (int sign = 0; sign < t->signs; sign++) {
    if (t->sign_base[sign] == 0) continue;
    const uint8_t *x = b->column[t->sign_column[sign]];
    for (int i = 0; i < b->count; i++) absent[i] += x[i] == 2, unasked[i] += x[i] == 0;
  }
  for (int i = 0; i < BLOCK; i++) s->absent[i] = absent[i] > unasked[i];
}

/* The rows of each case of a block. */
static void list_rows(const Tables *t, const Block *b, Signs *s) {
  uint8_t codes[BLOCK] = {0}, from_base[BLOCK];
  choose_bases(t, b, s);
  memset(s->rows, 0, sizeof s->rows), memset(s->unit_rows, 0, sizeof s->unit_rows);
  for (int i = 0; i < BLOCK; i++) from_base[i] = s->absent[i] ? 0xff : 0;
  for (int sign = 0; sign < t->signs; sign++) {
    const int first = t->sign_row[sign], varies = t->sign_varies[sign];
    const uint64_t base = 0x0101010101010101ull * (uint64_t)t->sign_base[sign];
    codes_of_sign(t, b, sign, codes);
    for (int start = 0; start < b->count; start += 8) {
      uint64_t eight, its;
      memcpy(&eight, codes + start, 8), memcpy(&its, from_base + start, 8);
      uint64_t differs = eight ^ (its & base);
      if (start + 8 > b->count) differs &= ~0ull >> (8 * (start + 8 - b->count));
      while (differs) {
        const int byte = __builtin_ctzll(differs) >> 3, i = start + byte;
        differs &= ~(0xffull << (8 * byte));
        const uint16_t row = (uint16_t)(first + codes[i]);
        if (varies) s->unit_row[i][s->unit_rows[i]++] = row;
        else s->row[i][s->rows[i]++] = row;
      }
    }
  }
}

/* The sum of the rows of one case, (variant_room,): log P(answers | variant) but for a constant. */
static void sum_rows(const Tables *t, const Signs *s, int i, lanes *restrict sums) {
  const int width = t->variant_room / LANES, n = s->rows[i];
  const lanes *table = (const lanes *)(s->absent[i] ? t->variant_rows_from_base : t->variant_rows);
  const uint16_t *row = s->row[i];
  if (s->absent[i]) memcpy(sums, t->variant_base, sizeof(lanes) * (size_t)width);
  else memset(sums, 0, sizeof(lanes) * (size_t)width);
  int k = 0;
  for (; k + 4 <= n; k += 4) {
    const lanes *a = table + row[k] * width, *b = table + row[k + 1] * width;
    const lanes *c = table + row[k + 2] * width, *d = table + row[k + 3] * width;
    for (int v = 0; v < width; v++) sums[v] += (a[v] + b[v]) + (c[v] + d[v]);
  }
  for (; k < n; k++) {
    const lanes *a = table + row[k] * width;
    for (int v = 0; v < width; v++) sums[v] += a[v];
  }
}

/* The product of the rows of one case that differ within a variant, (units,). */
static void multiply_unit_rows(const Tables *t, const Signs *s, int i, lanes *restrict product) {
  const int width = t->units / LANES;
  const lanes *table = (const lanes *)(s->absent[i] ? t->unit_rows_from_base : t->unit_rows);
  if (s->absent[i]) memcpy(product, t->unit_base, sizeof(lanes) * (size_t)width);
  else
    for (int u = 0; u < width; u++) product[u] = broadcast(1.0);
  for (int k = 0; k < s->unit_rows[i]; k++) {
    const lanes *row = table + s->unit_row[i][k] * width;
    for (int u = 0; u < width; u++) product[u] *= row[u];
  }
}

/* exp of numbers of at most 0, to the last bit or two. What is below -690 counts as -690: nothing so
 * unlikely matters. Written out, as libraries differ in the last bit. */
static inline lanes exp_of(lanes x) {
  const lanes least = broadcast(-690.0), shift = broadcast(6755399441055744.0);
  x = chosen((choice)(x < least), least, x);
  const lanes shifted = x * broadcast(1.4426950408889634) + shift, n = shifted - shift;
  const lanes r = (x - n * broadcast(6.93147180369123816490e-01)) - n * broadcast(1.90821492927058770002e-10);
  static const double factor[] = {1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800,
                                  1.0 / 362880,     1.0 / 40320,     1.0 / 5040,     1.0 / 720,
                                  1.0 / 120,        1.0 / 24,        1.0 / 6,        0.5, 1.0, 1.0};
  lanes p = broadcast(factor[0]);
  for (int k = 1; k < 14; k++) p = p * r + broadcast(factor[k]);
  return (lanes)((choice)p + ((choice)shifted << 52));
}

#endif
