/* A block of cases as it was answered: what follows from the answers, and what the rules say. */
#ifndef PINPRICK_ANSWERS_H
#define PINPRICK_ANSWERS_H

#include "tables.h"

/* Cases as `columns.Coded` has them. */
typedef struct {
  const uint8_t *codes; /* (columns, stride) */
  int64_t stride;
  const float *age;
  const uint32_t *left, *right, *midline, *not_asked;
  const uint8_t *shown;
} Cases;

enum { MOST_COLUMNS = 512, MOST_PLANES = 8192, MOST_IMPLIED = 32 };

/* The cases of one block: `column` points to the codes of each finding with what follows from
 * others; of the side that is what was given, and `side` is what rules see. */
typedef struct {
  int count;
  const uint8_t *column[MOST_COLUMNS];
  const float *age;
  const uint32_t *part[3], *not_asked;
  const uint8_t *shown;
  uint8_t side[BLOCK], bands[BLOCK], written[MOST_IMPLIED][BLOCK];
  uint64_t planes[MOST_PLANES][WORDS];
  uint8_t unasked[BLOCK], unsure[BLOCK];
  uint8_t alarmed[BLOCK], paired[BLOCK]; /* a red flag is there; two signs that come together were answered */
} Block;

enum { UNUSED, OF_CODES, PAINTED, NOT_PAINTED, WITHIN, NOT_WITHIN };
enum { AND, OR, BUT_NOT };

/* A code as probabilities take it: "I don't know" says nothing. */
static inline uint8_t said(uint8_t code) { return code == DO_NOT_KNOW ? 0 : code; }

static inline uint32_t painted_of(const Block *b, int i) {
  return b->part[0][i] | b->part[1][i] | b->part[2][i];
}

static void look(const Tables *t, const Block *b, int plane, uint8_t *restrict seen) {
  const int n = b->count, kind = t->plane_kind[plane];
  memset(seen, 0, BLOCK);
  if (kind == OF_CODES) {
    const int column = t->plane_column[plane];
    const uint8_t *x = column == t->side_column ? b->side : b->column[column];
    const uint8_t *code = t->codes + t->plane_code[plane];
    for (int k = 0; k < t->plane_codes[plane]; k++)
      for (int i = 0; i < n; i++) seen[i] |= x[i] == code[k];
  } else if (kind == PAINTED || kind == NOT_PAINTED) {
    const uint32_t mask = t->plane_mask[plane];
    for (int i = 0; i < n; i++) {
      const int painted = (painted_of(b, i) & mask) != 0;
      const int holds = kind == PAINTED ? painted : !painted && !(b->not_asked[i] & mask);
      seen[i] = b->shown[i] && holds;
    }
  } else if (kind == WITHIN || kind == NOT_WITHIN) {
    const double least = t->plane_least[plane], under = t->plane_under[plane];
    for (int i = 0; i < n; i++) {
      const double age = b->age[i];
      const int within = least <= age && age < under;
      seen[i] = age == age && within == (kind == WITHIN);
    }
  }
}

/* 64 flags of a byte each as the bits of a word. */
static inline uint64_t bits_of(const uint8_t *flags) {
  uint64_t bits = 0;
  for (int byte = 0; byte < 8; byte++) {
    uint64_t eight;
    memcpy(&eight, flags + 8 * byte, 8);
    bits |= ((eight * 0x0102040810204080ull) >> 56) << (8 * byte);
  }
  return bits;
}

/* All planes of a program, a bit for each case: first those of its atoms, then those of its steps. */
static void run_program(const Tables *t, Block *b, int program) {
  const int first = t->program_planes[program], count = t->program_planes[program + 1] - first;
  for (int k = 0; k < count; k++) {
    uint8_t seen[BLOCK];
    if (t->plane_kind[first + k] == UNUSED) continue;
    look(t, b, first + k, seen);
    for (int w = 0; w < WORDS; w++) b->planes[k][w] = bits_of(seen + 64 * w);
  }
  uint64_t(*next)[WORDS] = b->planes + count;
  for (int k = t->program_steps[program]; k < t->program_steps[program + 1]; k++, next++) {
    const uint64_t *left = b->planes[t->step_left[k]], *right = b->planes[t->step_right[k]];
    /* without a jump: what is turned over first, and the result with it, makes `or` and `but not` of `and` */
    const uint64_t turned = t->step_kind[k] == OR ? ~0ull : 0, not = t->step_kind[k] == AND ? 0 : ~0ull;
    for (int w = 0; w < WORDS; w++) (*next)[w] = ((left[w] ^ turned) & (right[w] ^ not)) ^ turned;
  }
}

static inline int in_plane(const Block *b, int plane, int i) {
  return b->planes[plane][i >> 6] >> (i & 63) & 1;
}

/* What follows from the map and from other answers, where it was not answered otherwise; one after
 * the other, as a later one may follow from an earlier. */
static void imply(const Tables *t, Block *b) {
  for (int k = 0; k < t->implied; k++) {
    const int column = t->implied_column[k];
    if (k == 0 || t->implied_program[k] != t->implied_program[k - 1])
      run_program(t, b, t->implied_program[k]);
    const uint8_t *before = b->column[column];
    uint8_t *after = b->written[k];
    for (int i = 0; i < b->count; i++) {
      const int follows = in_plane(b, t->implied_plane[k], i) && before[i] == 0;
      after[i] = follows ? (uint8_t)t->implied_code[k] : before[i];
    }
    b->column[column] = after;
  }
}

static int band_of(const Tables *t, float age) {
  int band = 0;
  for (int k = 0; k < t->bands; k++) band += age >= (float)t->band_edges[k];
  return band;
}

static void read_block(const Tables *t, const Cases *all, int64_t from, int count, Block *b) {
  b->count = count;
  for (int f = 0; f < t->columns; f++) b->column[f] = all->codes + f * all->stride + from;
  b->age = all->age + from;
  b->part[0] = all->left + from, b->part[1] = all->right + from, b->part[2] = all->midline + from;
  b->not_asked = all->not_asked + from, b->shown = all->shown + from;
  for (int i = 0; i < count; i++) {
    const uint32_t left = b->part[0][i], right = b->part[1][i];
    const int given = b->column[t->side_column][i];
    const int both = b->shown[i] && left && right && given == 0;
    b->side[i] = both ? (left == right ? 2 : 3) : given;
    b->bands[i] = band_of(t, b->age[i]);
  }
  b->column[t->age_column] = b->bands;
  imply(t, b);
  run_program(t, b, t->programs - 1);
}

/* How many red flags were not asked, and whether one was answered "I don't know". */
static void count_asked(const Tables *t, Block *b) {
  memset(b->unasked, 0, BLOCK), memset(b->unsure, 0, BLOCK);
  for (int k = 0; k < t->asked; k++) {
    const uint8_t *x = b->column[t->asked_column[k]];
    const uint32_t mask = t->asked_mask[k];
    for (int i = 0; i < b->count; i++) {
      const int on_map = mask && b->shown[i] && !(b->not_asked[i] & mask);
      b->unasked[i] += x[i] == 0 && !on_map;
      b->unsure[i] |= x[i] == DO_NOT_KNOW;
    }
  }
}

/* What the rules say of each case of a block: its level, and `fired` (cases, rules). */
static void judge_by_rules(const Tables *t, const Block *b, uint8_t *level, uint8_t *fired) {
  uint8_t some[BLOCK] = {0};
  memset(level, 0, (size_t)b->count);
  for (int rule = 0; rule < t->rules; rule++)
    for (int w = 0; w < WORDS; w++)
      for (uint64_t rest = b->planes[t->rule_plane[rule]][w]; rest; rest &= rest - 1) {
        const int i = 64 * w + __builtin_ctzll(rest);
        some[i] = 1, fired[(int64_t)i * t->rules + rule] = 1;
        if (t->rule_level[rule] > level[i]) level[i] = (uint8_t)t->rule_level[rule];
      }
  for (int i = 0; i < b->count; i++) {
    int calm = !some[i] && !b->unasked[i] && !b->unsure[i] && in_plane(b, t->harmless_plane, i);
    for (int k = 0; k < t->bars; k++) calm = calm && !in_plane(b, t->bar_plane[k], i);
    if (!calm && level[i] < t->default_level) level[i] = (uint8_t)t->default_level;
  }
}

#endif
