/* How likely people paint what they painted, by site and side; the formulas stand in
 * `reasoning.painting`. All is linear: no product of a map comes near the least number there is. */
#ifndef PINPRICK_PLACES_H
#define PINPRICK_PLACES_H

#include "answers.h"

/* What one case says of the place. */
typedef struct {
  int shown, area; /* the code of the answer that stands in place of the map */
  uint32_t part[3], not_asked;
  uint8_t word[MOST_WORDS]; /* the codes of what asks in words */
} Said;

/* P(said | site, side), but for a constant. */
typedef struct {
  int any; /* whether anything was said */
  lanes site[OF_SIDES][MOST_SITES / LANES];
} Places;

static inline double at_site(const Places *p, int side, int site) { return ((const double *)p->site[side])[site]; }

static Said said_of(const Tables *t, const Block *b, int i) {
  Said s = {.shown = b->shown[i], .area = 0};
  for (int part = 0; part < 3; part++) s.part[part] = s.shown ? b->part[part][i] : 0;
  s.not_asked = s.shown ? b->not_asked[i] : ~0u;
  for (int k = 0; k < t->words; k++) s.word[k] = b->column[t->word_column[k]][i];
  for (int k = 0; k < t->areas; k++) s.area = b->column[t->area_column[k]][i];
  return s;
}

static inline void multiply(double *restrict into, const double *restrict by, int n) {
  for (int k = 0; k < n; k++) into[k] *= by[k];
}

/* P(a part of the map | pattern, that part is painted), (patterns,); `kind` 0 is a side, 1 the midline;
 * `both` is whether both sides are affected. */
static void weigh_part(const Tables *t, int kind, int both, uint32_t shown, uint32_t not_asked, double *out) {
  const int n = t->patterns, table = 2 * kind + both;
  const uint32_t seen = t->part_mask[kind] & ~not_asked, painted = shown & seen;
  if (seen == t->part_mask[kind]) {
    memcpy(out, t->blank + table * n, sizeof(double) * (size_t)n);
    for (int g = 0; g < t->segments; g++)
      if (painted & t->segment_mask[g]) multiply(out, t->touched + (table * t->segments + g) * n, n);
    for (uint32_t rest = painted; rest; rest &= rest - 1)
      multiply(out, t->painted_for_sound + (both * t->regions + __builtin_ctz(rest)) * n, n);
    return;
  }
  for (int k = 0; k < n; k++) out[k] = 1.0;
  for (int g = 0; g < t->segments; g++) {
    double its[MOST_PATTERNS];
    const uint32_t asked = seen & t->segment_mask[g];
    if (!asked) continue;
    memcpy(its, t->any + (both * t->segments + g) * n, sizeof(double) * (size_t)n);
    for (uint32_t rest = asked; rest; rest &= rest - 1) {
      const int r = __builtin_ctz(rest);
      multiply(its, (painted >> r & 1 ? t->painted : t->sound) + (both * t->regions + r) * n, n);
    }
    const double *none = t->none + (both * t->segments + g) * n;
    if (!(painted & asked))
      for (int k = 0; k < n; k++) its[k] += none[k];
    multiply(out, its, n);
  }
}

/* Multiply `by_side` (3 sides, patterns) by P(map | pattern, side). */
static void weigh_map(const Tables *t, const Said *s, double (*by_side)[MOST_PATTERNS]) {
  double part[2][3][MOST_PATTERNS]; /* of one-sided hypotheses, of two-sided ones */
  const int n = t->patterns;
  for (int both = 0; both < 2; both++) {
    weigh_part(t, 0, both, s->part[0], s->not_asked, part[both][0]);
    if (s->part[0] == s->part[1]) memcpy(part[both][1], part[both][0], sizeof part[both][0]);
    else weigh_part(t, 0, both, s->part[1], s->not_asked, part[both][1]);
    weigh_part(t, 1, both, s->part[2], s->not_asked, part[both][2]);
  }
  const double wrong = t->settings[WRONG_SIDE], left_out = t->settings[LEFT_OUT];
  const double empty[2] = {s->part[0] ? 0.0 : 1.0, s->part[1] ? 0.0 : 1.0};
  for (int side = 0; side < 2; side++) {
    const double *own = part[0][side], *across = part[0][1 - side];
    for (int k = 0; k < n; k++) {
      const double painted = (1 - wrong) * own[k] + wrong * empty[side];
      const double wrongly = wrong * across[k] + (1 - wrong) * empty[1 - side];
      by_side[side][k] *= painted * wrongly * part[0][2][k];
    }
  }
  for (int k = 0; k < n; k++) {
    const double left = (1 - left_out) * part[1][0][k] + left_out * empty[0];
    const double right = (1 - left_out) * part[1][1][k] + left_out * empty[1];
    by_side[2][k] *= left * right * part[1][2][k];
  }
}

/* Which of the regions of a word the map does not show, as a number from 1 on; 0 is none of them. */
static int open_regions(const Tables *t, const Said *s, int word) {
  const uint32_t regions = t->word_regions[word];
  int number = 0, bit = 1;
  for (uint32_t rest = regions; rest; rest &= rest - 1, bit *= 2)
    if (s->not_asked >> __builtin_ctz(rest) & 1) number += bit;
  return number;
}

/* Whether anything is said of the place, and if so `by_side` (3 sides, patterns). */
static int weigh_said(const Tables *t, const Said *s, double (*by_side)[MOST_PATTERNS]) {
  const int n = t->patterns;
  int any = s->shown;
  for (int side = 0; side < OF_SIDES; side++) memcpy(by_side[side], t->pattern_weight, sizeof(double) * (size_t)n);
  if (s->shown) weigh_map(t, s, by_side);
  for (int k = 0; k < t->words; k++) {
    const int open = open_regions(t, s, k), code = s->word[k];
    if (!open || (code != 1 && code != 2)) continue;
    const double *w = t->word_weights + (2 * (t->word_first[k] + open - 1) + code - 1) * OF_SIDES * n;
    for (int side = 0; side < OF_SIDES; side++) multiply(by_side[side], w + side * n, n);
    any = 1;
  }
  if (!s->shown && s->area && s->area != DO_NOT_KNOW) {
    const double *w = t->area_weights + (s->area - 1) * n;
    for (int side = 0; side < OF_SIDES; side++) multiply(by_side[side], w, n);
    any = 1;
  }
  return any;
}

static void say_nothing(Places *p) {
  p->any = 0;
  for (int side = 0; side < OF_SIDES; side++)
    for (int k = 0; k < MOST_SITES / LANES; k++) p->site[side][k] = broadcast(1.0);
}

/* Patterns summed by site. Sites stand by how many patterns they have, most first, and patterns by
 * their number within their site, so each rank is added as one row. The last site is all of them alike. */
static void weigh_places(const Tables *t, const Said *s, Places *p) {
  double by_side[OF_SIDES][MOST_PATTERNS];
  const int last = t->sites - 1;
  lanes most = broadcast(0);
  say_nothing(p);
  if (!weigh_said(t, s, by_side)) return;
  p->any = 1;
  memset(p->site, 0, sizeof p->site);
  for (int side = 0; side < OF_SIDES; side++) {
    double *site = (double *)p->site[side];
    for (int rank = 0; rank < t->ranks; rank++) {
      const double *row = by_side[side] + t->rank_first[rank];
      for (int k = 0; k < t->rank_count[rank]; k++) site[k] += row[k];
    }
    for (int k = 0; k < MOST_SITES / LANES; k++) most = larger(p->site[side][k], most);
    site[last] = sum_of(p->site[side], MOST_SITES) / last;
  }
  const lanes scale = broadcast(1 / largest_of(most));
  for (int side = 0; side < OF_SIDES; side++)
    for (int k = 0; k < MOST_SITES / LANES; k++) p->site[side][k] *= scale;
}

#endif
