/* Many cases at once: plain C99 with vectors, no library, nothing of the model but arrays.
 *
 * The same sums as `many.py` and the engine for one case, in float64. A block of cases is read as
 * bit planes and as lists of rows; then some cases at a time go through the units. Nothing is kept
 * between calls and no memory is asked for: the caller gives a workspace, one for each thread. A case
 * whose level cannot be told beyond doubt is marked in `near`, and left to the exact engine. */
#include "harm.h"
#include "signs.h"
#if defined(__x86_64__)
#include <cpuid.h>
#endif

typedef struct {
  int64_t top;
  int16_t *causes;       /* (cases, top) */
  double *probabilities; /* (cases, top) */
  double *unexplained;
  uint8_t *level, *by_rules, *by_causes;
  uint8_t *rules; /* (cases, rules), all 0 before */
  uint8_t *complete, *not_asked;
  int16_t *site;
  uint8_t *side;
  double *site_probability;
  uint8_t *near;
} Outcomes;

enum { MOST_UNITS = 16384, MOST_VARIANTS = 16384, MOST_CAUSES = 4096, MOST_UPGRADES = 8192 };

/* What is reckoned of LANES cases together; a row of `lanes` is one number of each. */
typedef struct {
  lanes *variant, *factor, *weight, *answers; /* (variant_room,), (units,) three times */
  lanes *cause;                               /* (causes,) */
  lanes site[OF_SIDES][MOST_SITES], place[OF_SIDES][MOST_SITES + 1];
  lanes group[MOST_GROUPS], total;
  Places places[LANES];
} Few;

typedef struct {
  Block block;
  Signs signs;
  Few few;
  uint16_t upgrades[BLOCK]; /* how many upgrades hold, and which */
  uint16_t upgrade[BLOCK][MOST_UPGRADES];
  Harm harm;
  lanes *one;   /* a row for one case, (the more of variant_room and units,) */
  lanes *stack; /* (MOST_ALARMS, units) */
} Workspace;

/* Where the rows of a workspace lie: behind it. `kernel_workspace` says how much room they take. */
static void place_rows(const Tables *t, Workspace *w) {
  const size_t units = (size_t)t->units, variants = (size_t)t->variant_room;
  lanes *next = (lanes *)(((uintptr_t)(w + 1) + 63) & ~(uintptr_t)63);
  const size_t row = (units > variants ? units : variants) / LANES;
  w->few.variant = next, next += variants;
  w->few.factor = next, next += units;
  w->few.weight = next, next += units;
  w->few.answers = next, next += units;
  w->few.cause = next, next += t->causes;
  w->one = next, next += row;
  w->stack = next;
}

/* ---- a few cases */

/* Put a row of one case into its lane. */
static void into_lane(lanes *rows, int lane, const double *row, int count) {
  double *into = (double *)rows + lane;
  for (int k = 0; k < count; k++) into[LANES * k] = row[k];
}

static void weigh_signs(const Tables *t, Workspace *w, const int *who) {
  Few *o = &w->few;
  double *sums = (double *)w->one;
  for (int lane = 0; lane < LANES; lane++) {
    sum_rows(t, &w->signs, who[lane], w->one);
    lanes most = w->one[0];
    for (int v = 1; v < t->variants / LANES; v++) most = larger(w->one[v], most);
    double top = largest_of(most);
    for (int v = t->variants / LANES * LANES; v < t->variants; v++) top = sums[v] > top ? sums[v] : top;
    for (int v = 0; v < t->variant_room / LANES; v++) w->one[v] -= broadcast(top);
    into_lane(o->variant, lane, sums, t->variants);
  }
  for (int v = 0; v < t->variants; v++) o->variant[v] = exp_of(o->variant[v]);
  for (int lane = 0; lane < LANES; lane++) {
    multiply_unit_rows(t, &w->signs, who[lane], w->one);
    into_lane(o->factor, lane, sums, t->units);
  }
}

/* The weights of all units, and their sums by cause and by place; `side` is the answer to it. */
static void weigh_units(const Tables *t, Few *o, int side) {
  const double *left = t->unit_sides + side * OF_SIDES * t->units;
  const double *right = left + t->units, *both = right + t->units;
  memset(o->place, 0, sizeof o->place), memset(o->group, 0, sizeof o->group);
  o->total = broadcast(0);
  for (int c = 0; c < t->causes; c++) {
    lanes sum = broadcast(0);
    for (int u = t->cause_first[c]; u < t->cause_end[c]; u++) {
      const int site = t->unit_site[u], place = t->unit_place[u];
      const lanes said = o->variant[t->unit_variant[u]] * o->factor[u] * t->unit_prior[u];
      const lanes a = said * left[u] * o->site[0][site], b = said * right[u] * o->site[1][site];
      const lanes c_ = said * both[u] * o->site[2][site], all = (a + b) + c_;
      o->answers[u] = said, o->weight[u] = all;
      o->place[0][place] += a, o->place[1][place] += b, o->place[2][place] += c_;
      sum += all;
    }
    o->cause[c] = sum, o->group[t->cause_group[c]] += sum, o->total += sum;
  }
}

/* The likeliest causes of each, `other` left out; of equal ones the first by its id. */
static void rank_causes(const Tables *t, Few *o, int64_t top, const int64_t *at, int count, const Outcomes *out) {
  for (int64_t k = 0; k < top; k++) {
    lanes best = broadcast(-1);
    choice which = {0};
    for (int n = 0; n < t->causes - 1; n++) {
      const int64_t c = t->cause_order[n];
      const choice more = (choice)(o->cause[c] > best);
      best = chosen(more, o->cause[c], best);
      which = (more & ((choice){0} + c)) | (~more & which);
    }
    for (int lane = 0; lane < count; lane++) {
      out->causes[at[lane] * top + k] = (int16_t)which[lane];
      out->probabilities[at[lane] * top + k] = best[lane] / o->total[lane];
      ((double *)(o->cause + which[lane]))[lane] = -1;
    }
  }
}

static void rank_places(const Tables *t, const Few *o, const int64_t *at, int count, const Outcomes *out) {
  lanes best = broadcast(-1);
  choice which = {0};
  for (int side = 0; side < OF_SIDES; side++)
    for (int site = 0; site < t->sites; site++) {
      if (t->place_of_site[site] == NONE) continue;
      const choice more = (choice)(o->place[side][site] > best);
      const int64_t name = OF_SIDES * t->place_of_site[site] + side;
      best = chosen(more, o->place[side][site], best);
      which = (more & ((choice){0} + name)) | (~more & which);
    }
  for (int lane = 0; lane < count; lane++) {
    out->site[at[lane]] = (int16_t)(which[lane] / OF_SIDES);
    out->side[at[lane]] = (uint8_t)(which[lane] % OF_SIDES);
    out->site_probability[at[lane]] = best[lane] / o->total[lane];
  }
}

/* ---- the harm of one of them */

/* Multiply weights so that they are those of each sign alone, of signs that come together and were both
 * answered. */
static void take_apart(const Tables *t, const Block *b, int i, lanes *weights) {
  const int width = t->units / LANES;
  for (int pair = 0; pair < t->pairs; pair++) {
    int code[2];
    if (!answered(t, b, i, pair, code)) continue;
    const lanes *by = (const lanes *)t->pair_apart + (4 * pair + 2 * (code[0] - 1) + code[1] - 1) * width;
    for (int u = 0; u < width; u++) weights[u] *= by[u];
  }
}

/* The row of one case out of its lane. */
static void out_of_lane(const lanes *rows, int lane, double *row, int count) {
  const double *from = (const double *)rows + lane;
  for (int k = 0; k < count; k++) row[k] = from[LANES * k];
}

/* Take every way of the map but that as answered, and of the flags within each. */
static void take_maps(const Tables *t, Workspace *w, int i, int lane, int apart, const Flag *flags, int count) {
  const int side = said(w->block.column[t->side_column][i]);
  const Said as_told = said_of(t, &w->block, i);
  double *weights = (double *)w->one;
  Said now = as_told;
  Places places;
  int more = 1;
  say_nothing(&places);
  while (more && w->harm.level_told < w->harm.highest) {
    out_of_lane(w->few.answers, lane, weights, t->units);
    if (apart) take_apart(t, &w->block, i, w->one);
    multiply_places(t, &places, side, weights);
    take_flags(t, &w->harm, flags, count, w->one, w->stack);
    more = next_words(t, &as_told, &now);
    if (more) weigh_places(t, &now, &places);
  }
}

static int count_told(const Tables *t, const Block *b, int i) {
  int told = 0;
  for (int k = 0; k < t->words; k++) told += t->word_alarms[k] && b->column[t->word_column[k]][i] == 1;
  return told;
}

/* The level as answered, of sums that are there already. */
static void take_as_answered(const Tables *t, const Few *o, int lane, Harm *h) {
  double groups[MOST_GROUPS], raised[MOST_RAISED];
  for (int group = 0; group < t->groups; group++) groups[group] = o->group[group][lane];
  for (int k = 0; k < h->raised; k++) raised[k] = o->cause[h->cause[k].cause][lane];
  take_sums(t, h, groups, raised);
}

/* Take the red flags of a case in every way: signs that come together once as one trouble, once apart. */
static void take_every_way(const Tables *t, Workspace *w, int i, int lane) {
  Harm *h = &w->harm;
  take_as_answered(t, &w->few, lane, h);
  if (h->level_told >= h->highest || !(w->block.alarmed[i] || w->block.paired[i])) return;
  const Varied v = varied_of(t, &w->block, i, count_told(t, &w->block, i));
  for (int apart = 0; apart <= w->block.paired[i]; apart++) {
    Flag flags[MOST_ALARMS];
    const int count = flags_of(t, &w->block, i, &v, apart, flags);
    if (!apart && !v.map && !v.flags) continue;
    out_of_lane(w->few.weight, lane, (double *)w->one, t->units);
    if (apart) take_apart(t, &w->block, i, w->one);
    take_flags(t, h, flags, count, w->one, w->stack);
    if (v.map) take_maps(t, w, i, lane, apart, flags, count);
    if (h->level_told >= h->highest) return;
  }
}

static void judge_by_causes(const Tables *t, Workspace *w, int i, int lane, int64_t at, const Outcomes *out) {
  Harm *h = &w->harm;
  begin_harm(t, h, w->upgrade[i], w->upgrades[i], !w->block.unasked[i]);
  take_every_way(t, w, i, lane);
  const double over = out->unexplained[at] - t->settings[WORRYING];
  if (over < NEAR && over > -NEAR) h->near = 1;
  if (over > 0 && t->other_level > h->level_told) h->level_told = t->other_level;
  out->by_causes[at] = (uint8_t)h->level_told;
  out->level[at] = out->by_rules[at] > h->level_told ? out->by_rules[at] : (uint8_t)h->level_told;
  out->near[at] = (uint8_t)h->near;
}

/* ---- a block */

static void assess_few(const Tables *t, Workspace *w, const int *who, int count, int side, int64_t from,
                         const Outcomes *out) {
  Few *o = &w->few;
  int64_t at[LANES];
  weigh_signs(t, w, who);
  for (int lane = 0; lane < LANES; lane++) {
    at[lane] = from + who[lane];
    if (lane < count) {
      const Said s = said_of(t, &w->block, who[lane]);
      weigh_places(t, &s, &o->places[lane]);
    }
    const Places *p = &o->places[lane < count ? lane : 0];
    for (int s = 0; s < OF_SIDES; s++) into_lane(o->site[s], lane, (const double *)p->site[s], t->sites);
  }
  weigh_units(t, o, side);
  for (int lane = 0; lane < count; lane++) {
    out->unexplained[at[lane]] = o->cause[t->other][lane] / o->total[lane];
    judge_by_causes(t, w, who[lane], lane, at[lane], out);
  }
  rank_causes(t, o, out->top, at, count, out);
  rank_places(t, o, at, count, out);
}

static void list_upgrades(const Tables *t, Workspace *w) {
  memset(w->upgrades, 0, sizeof w->upgrades);
  for (int k = 0; k < t->upgrades; k++)
    for (int word = 0; word < WORDS; word++)
      for (uint64_t rest = w->block.planes[t->upgrade_plane[k]][word]; rest; rest &= rest - 1) {
        const int i = 64 * word + __builtin_ctzll(rest);
        w->upgrade[i][w->upgrades[i]++] = (uint16_t)k;
      }
}

static void assess_block(const Tables *t, const Cases *all, int64_t from, int count, Workspace *w, const Outcomes *out) {
  Block *b = &w->block;
  read_block(t, all, from, count, b);
  count_asked(t, b);
  note_ways(t, b);
  judge_by_rules(t, b, out->by_rules + from, out->rules + from * t->rules);
  list_upgrades(t, w);
  list_rows(t, b, &w->signs);
  for (int i = 0; i < count; i++) {
    out->not_asked[from + i] = b->unasked[i], out->complete[from + i] = !b->unasked[i];
  }
  /* those that answered the same to the side go together */
  for (int side = 0; side <= OF_SIDES; side++) {
    int who[LANES], n = 0;
    for (int i = 0; i < count; i++) {
      if (said(b->column[t->side_column][i]) == side) who[n++] = i;
      const int full = n == LANES, last = i == count - 1 && n > 0;
      if (!full && !last) continue;
      const int its = n;
      while (n < LANES) who[n++] = who[0];
      assess_few(t, w, who, its, side, from, out);
      n = 0;
    }
  }
}

/* ---- for those who call */

#if defined(_WIN32)
#define PUBLIC __declspec(dllexport)
#elif defined(__wasm__)
#define PUBLIC __attribute__((visibility("default"), used))
#else
#define PUBLIC __attribute__((visibility("default")))
#endif

/* The names and types of the fields of the block of tables, in their order. */
PUBLIC const char *kernel_layout(void) { return LAYOUT; }

/* The hash of the text that this was made of. */
PUBLIC const char *kernel_source(void) { return SOURCE_HASH; }

/* Of which level of x86-64 the processor is, as far as the kernel knows more of it than the first: 3, 4, or
 * 0. Asked of the processor itself, and whether the system keeps its vectors. */
PUBLIC int kernel_processor(void) {
#if defined(__x86_64__)
  enum { OF_V3 = 1 << 12 | 1 << 22 | 1 << 27 | 1 << 28 | 1 << 29, OF_V3_TOO = 1 << 3 | 1 << 5 | 1 << 8 };
  const unsigned of_v4 = 1u << 16 | 1u << 17 | 1u << 28 | 1u << 30 | 1u << 31;
  unsigned a, b, c, d, kept, rest;
  if (!__get_cpuid(1, &a, &b, &c, &d) || (c & OF_V3) != OF_V3) return 0;
  __asm__ volatile("xgetbv" : "=a"(kept), "=d"(rest) : "c"(0));
  if ((kept & 6) != 6 || !__get_cpuid_count(7, 0, &a, &b, &c, &d) || (b & OF_V3_TOO) != OF_V3_TOO) return 0;
  return (kept & 0xe6) == 0xe6 && (b & of_v4) == of_v4 ? 4 : 3;
#else
  return 0;
#endif
}

/* How many bytes of workspace a call needs with these tables, or 0 where they are more than it can hold. */
PUBLIC int64_t kernel_workspace(const unsigned char *tables) {
  const Tables t = tables_in(tables);
  const int fits = t.columns <= MOST_COLUMNS && t.implied <= MOST_IMPLIED && t.sites <= MOST_SITES &&
                   t.patterns <= MOST_PATTERNS && t.groups <= MOST_GROUPS && t.words <= MOST_WORDS &&
                   t.most_red_flags <= MOST_ALARMS && t.planes <= MOST_PLANES && t.signs <= MOST_ROWS &&
                   t.variants <= MOST_VARIANTS && t.units <= MOST_UNITS && t.causes <= MOST_CAUSES && t.upgrades <= MOST_UPGRADES;
  if (!fits) return 0;
  const int64_t row = t.units > t.variant_room ? t.units : t.variant_room;
  const int64_t rows = t.variant_room + 3 * (int64_t)t.units + t.causes + (MOST_ALARMS + 3) * row / LANES;
  return (int64_t)sizeof(Workspace) + (int64_t)sizeof(lanes) * (rows + 2);
}

/* Assess the cases from one to before another. */
PUBLIC void kernel_run(const unsigned char *tables, const Cases *cases, int64_t from, int64_t to,
                       void *workspace, const Outcomes *out) {
  const Tables t = tables_in(tables);
  Workspace *w = (Workspace *)workspace;
  place_rows(&t, w);
  for (; from < to; from += BLOCK)
    assess_block(&t, cases, from, to - from < BLOCK ? (int)(to - from) : BLOCK, w, out);
}
