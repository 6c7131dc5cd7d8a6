/* The voice of the causes: the level of least expected harm, the highest over all ways to take the red
 * flags present. `urgency.causes` says why; here is how, for one case after the other.
 *
 * Only the order of five sums matters, so weights are never made to sum to 1. Where two of them are too
 * near to each other to tell, the case is left to the exact engine. */
#ifndef PINPRICK_HARM_H
#define PINPRICK_HARM_H

#include "places.h"

/* Sums this near to each other, as a part of them, are not told apart. */
static const double NEAR = 1e-10;
/* A sum below this has lost what it was made of. */
static const double LOST = 1e-150;

/* A cause that an upgrade made more urgent. */
typedef struct {
  int cause, level, told; /* whether an emergency may be told for it */
  int kind;
} Raised;

/* What the answers make of the harm of one case. A raised cause is of one of some kinds, each of which
 * costs `more` for each level given than at the causes' own level. */
typedef struct {
  int raised, emergencies, kinds;
  Raised cause[MOST_RAISED];
  costs more[MOST_GROUPS * LEVELS];
  int highest, level_told, near;
} Harm;

static costs cost_of(const Tables *t, int cause, int level) {
  costs cost = {0};
  for (int given = 0; given < LEVELS; given++)
    cost[given] = t->cost[LEVELS * level + given] * (given < level ? t->cause_missed[cause] : 1.0);
  return cost;
}

/* Note that an upgrade of a cause holds; of several the most urgent counts. */
static void raise_cause(const Tables *t, Harm *h, int upgrade, int complete) {
  const int cause = t->upgrade_cause[upgrade], level = t->upgrade_level[upgrade];
  const int told = level == EMERGENCY && complete;
  int k = 0;
  if (level <= t->cause_level[cause] && !told) return;
  /* upgrades of a cause stand together */
  if (h->raised && h->cause[h->raised - 1].cause == cause) k = h->raised - 1;
  else k = h->raised;
  if (k == MOST_RAISED) {
    h->near = 1;
    return;
  }
  if (k == h->raised) h->cause[h->raised++] = (Raised){cause, t->cause_level[cause], 0, 0};
  if (level > h->cause[k].level) h->cause[k].level = level;
  h->cause[k].told |= told;
}

/* The harm of a case, before any way is taken, by the upgrades that hold. */
static void begin_harm(const Tables *t, Harm *h, const uint16_t *upgrades, int count, int complete) {
  int kind_of[MOST_GROUPS * LEVELS];
  h->raised = h->emergencies = h->level_told = h->near = h->kinds = 0;
  for (int k = 0; k < count; k++) raise_cause(t, h, upgrades[k], complete);
  memset(kind_of, 0xff, sizeof kind_of);
  for (int k = 0; k < h->raised; k++) {
    Raised *one = &h->cause[k];
    int *kind = &kind_of[LEVELS * t->cause_group[one->cause] + one->level];
    if (*kind == NONE) {
      *kind = h->kinds++;
      h->more[*kind] = cost_of(t, one->cause, one->level) - cost_of(t, one->cause, t->cause_level[one->cause]);
    }
    one->kind = *kind;
    h->emergencies += one->told;
  }
  h->highest = h->emergencies ? EMERGENCY : SAME_DAY;
}

/* Whether a cause that was raised to an emergency is likely, where `raised` are the weights of the raised
 * causes, and all weights sum to a total. */
static int is_likely(const Tables *t, Harm *h, const double *raised, double total) {
  for (int k = 0; k < h->raised; k++) {
    if (!h->cause[k].told) continue;
    const double over = raised[k] / total - t->settings[LEAST_RAISED];
    if (over < NEAR && over > -NEAR) h->near = 1;
    if (over >= 0) return 1;
  }
  return 0;
}

/* The level of least expected harm; of equal ones the more urgent. */
static int least_harm(Harm *h, costs expected, double total) {
  int best = LEVELS - 1;
  if (!(total > LOST)) h->near = 1;
  for (int given = LEVELS - 2; given >= 0; given--)
    if (expected[given] < expected[best]) best = given;
  for (int given = 0; given < LEVELS; given++)
    if (given != best && expected[given] - expected[best] <= expected[given] * NEAR) h->near = 1;
  return best;
}

/* Take the level of one way, of the weights of groups of causes that cost alike: with what is none of
 * our conditions, and with that left out. An emergency needs a likely cause that was raised to one. */
static void take_sums(const Tables *t, Harm *h, const double *groups, const double *raised) {
  costs ours = {0};
  double total = 0, kinds[MOST_GROUPS * LEVELS] = {0};
  const costs *cost = (const costs *)t->group_cost;
  for (int group = 0; group < t->groups; group++) {
    if (group == t->other_group) continue;
    total += groups[group];
    ours += cost[group] * groups[group];
  }
  for (int k = 0; k < h->raised; k++) kinds[h->cause[k].kind] += raised[k];
  for (int kind = 0; kind < h->kinds; kind++) ours += h->more[kind] * kinds[kind];
  const double other = groups[t->other_group];
  int with = least_harm(h, ours + cost[t->other_group] * other, total + other), without = least_harm(h, ours, total);
  if (with > SAME_DAY && !is_likely(t, h, raised, total + other)) with = SAME_DAY;
  if (without > SAME_DAY && !is_likely(t, h, raised, total)) without = SAME_DAY;
  if (with > h->level_told) h->level_told = with;
  if (without > h->level_told) h->level_told = without;
}

static double sum_of_cause(const Tables *t, const double *unit, int cause) {
  double sum = 0;
  for (int u = t->cause_first[cause]; u < t->cause_end[cause]; u++) sum += unit[u];
  return sum;
}

/* The same of the weights of units (units,), which stand by group. */
static void take_weights(const Tables *t, Harm *h, const lanes *weights) {
  const double *unit = (const double *)weights;
  double groups[MOST_GROUPS], raised[MOST_RAISED], ours = 0;
  for (int group = 0; group < t->groups; group++) {
    const int first = t->group_first[group];
    groups[group] = sum_of(weights + first / LANES, t->group_first[group + 1] - first);
    ours += group == t->other_group ? 0 : groups[group];
  }
  for (int k = 0; k < h->raised; k++)
    if (h->cause[k].told) raised[k] = sum_of_cause(t, unit, h->cause[k].cause);
  /* only an emergency would say more, and none can be told */
  if (h->level_told == SAME_DAY && !is_likely(t, h, raised, ours)) return;
  for (int k = 0; k < h->raised; k++)
    if (!h->cause[k].told) raised[k] = sum_of_cause(t, unit, h->cause[k].cause);
  take_sums(t, h, groups, raised);
}

/* ---- every way to take the red flags */

/* One red flag, or two signs that come together: what the weights of units are multiplied by in each
 * way but the first, which is as answered. `also` is another factor, or nothing. */
typedef struct {
  int ways;
  const lanes *by[MOST_WAYS];
  const lanes *also;
} Flag;

typedef struct {
  int map, flags; /* whether the map is varied, and how many flags */
  int flag[MOST_ALARMS];
} Varied;

/* Note for which cases there is more than one way. */
static void note_ways(const Tables *t, Block *b) {
  uint64_t any[WORDS] = {0};
  for (int k = 0; k < t->alarms; k++)
    for (int word = 0; word < WORDS; word++) any[word] |= b->planes[t->alarm_plane[k]][word];
  memset(b->paired, 0, BLOCK);
  for (int pair = 0; pair < t->pairs; pair++) {
    const uint8_t *one = b->column[t->pair_columns[2 * pair]], *other = b->column[t->pair_columns[2 * pair + 1]];
    for (int i = 0; i < b->count; i++) b->paired[i] |= said(one[i]) && said(other[i]);
  }
  for (int i = 0; i < b->count; i++) b->alarmed[i] = any[i >> 6] >> (i & 63) & 1;
}

/* Which red flags of a case are varied: the first ones, for which there is room. */
static Varied varied_of(const Tables *t, const Block *b, int i, int told) {
  Varied v = {0};
  int room = t->most_red_flags;
  for (int k = 0; k < t->alarms; k++) {
    const int map = t->alarm_is_map[k], takes = map && told > 1 ? told : 1;
    if (room < takes || !in_plane(b, t->alarm_plane[k], i)) continue;
    room -= takes;
    if (map) v.map = 1;
    else v.flag[v.flags++] = k;
  }
  return v;
}

static Flag flag_alone(const Tables *t, int alarm) {
  const int width = t->units / LANES;
  const lanes *ways = (const lanes *)t->alarm_ways + 2 * alarm * width;
  return (Flag){.ways = 2, .by = {ways, ways + width}};
}

/* A pair of which one or both signs are varied: all ways of the one with all ways of the other. */
static Flag flag_pair(const Tables *t, int pair, const int *code, const int *varies) {
  static const int ways_of[3] = {1, 0, 2}; /* present as answered, not asked, absent */
  const int width = t->units / LANES, first = varies[0] ? 3 : 1, second = varies[1] ? 3 : 1;
  Flag f = {.ways = 0};
  const lanes *joint = (const lanes *)t->pair_joint + 9 * pair * width;
  f.also = (const lanes *)t->pair_inverse + (4 * pair + 2 * (code[0] - 1) + code[1] - 1) * width;
  for (int k = 1; k < first * second; k++) {
    const int a = varies[0] ? ways_of[k / second] : code[0];
    const int c = varies[1] ? ways_of[k % second] : code[1];
    f.by[f.ways++] = joint + (3 * a + c) * width;
  }
  return f;
}

static int answered(const Tables *t, const Block *b, int i, int pair, int *code) {
  for (int place = 0; place < 2; place++) code[place] = said(b->column[t->pair_columns[2 * pair + place]][i]);
  return code[0] && code[1];
}

/* The flags of a case, each with the sign it comes together with where that was answered and the two
 * are not taken `apart`. */
static int flags_of(const Tables *t, const Block *b, int i, const Varied *v, int apart, Flag *flags) {
  int count = 0, taken[MOST_ALARMS] = {0};
  for (int k = 0; k < v->flags; k++) {
    const int alarm = v->flag[k], pair = t->alarm_pair[alarm];
    int code[2], varies[2] = {0, 0};
    if (taken[k]) continue;
    if (pair == NONE || apart || !answered(t, b, i, pair, code)) {
      flags[count++] = flag_alone(t, alarm);
      continue;
    }
    for (int other = k; other < v->flags; other++)
      if (t->alarm_pair[v->flag[other]] == pair) varies[t->alarm_place[v->flag[other]]] = taken[other] = 1;
    flags[count++] = flag_pair(t, pair, code, varies);
  }
  return count;
}

/* Weights as one flag is taken in one of its other ways. */
static void take_flag(const Flag *flag, int way, const lanes *restrict before, lanes *restrict after, int width) {
  const lanes *by = flag->by[way - 1], *also = flag->also;
  if (also)
    for (int u = 0; u < width; u++) after[u] = before[u] * by[u] * also[u];
  else
    for (int u = 0; u < width; u++) after[u] = before[u] * by[u];
}

/* Take every combination of the ways of some flags, from the weights as answered on. The room (flags,
 * units) holds the weights as the first flag is taken, as the first two are, and so on. */
static void take_flags(const Tables *t, Harm *h, const Flag *flags, int count, const lanes *weights, lanes *room) {
  const int width = t->units / LANES;
  const lanes *at[MOST_ALARMS + 1] = {weights};
  int way[MOST_ALARMS] = {0}, from = 0;
  for (;;) {
    for (int k = from; k < count; k++) {
      at[k + 1] = way[k] ? room + k * width : at[k];
      if (way[k]) take_flag(&flags[k], way[k], at[k], room + k * width, width);
    }
    take_weights(t, h, at[count]);
    if (h->level_told >= h->highest) return; /* no other way can say more */
    for (from = count - 1; from >= 0 && way[from] == flags[from].ways; from--) way[from] = 0;
    if (from < 0) return;
    way[from]++;
  }
}

/* Multiply weights by P(said of the place | unit), for an answer to the side. */
static void multiply_places(const Tables *t, const Places *p, int side, double *weights) {
  const double *sides = t->unit_sides + side * OF_SIDES * t->units;
  for (int u = 0; u < t->units; u++) {
    const int site = t->unit_site[u];
    double sum = 0;
    for (int s = 0; s < OF_SIDES; s++) sum += sides[s * t->units + u] * at_site(p, s, site);
    weights[u] *= sum;
  }
}

/* The next way to take what was told in words of the map: each as present, absent or not asked. Whether
 * there is one. */
static int next_words(const Tables *t, const Said *as_told, Said *said) {
  static const uint8_t next[3] = {1, 2, 0}; /* of not asked, of present, of absent */
  for (int k = 0; k < t->words; k++) {
    if (!t->word_alarms[k] || as_told->word[k] != 1) continue;
    said->word[k] = next[said->word[k]];
    if (said->word[k] != 1) return 1;
  }
  return 0;
}

#endif
