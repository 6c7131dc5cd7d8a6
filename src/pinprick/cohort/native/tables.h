/* What the kernel knows of a model: one block of memory, made by `kernel_tables.py`.
 *
 * The block begins with the offset of each field, in the order of FIELDS, and holds nothing but
 * arrays: it has no pointer in it, so a file and a browser can hold it as it is. `kernel_layout`
 * tells the names of the fields, and whoever makes the block follows that, so that the two cannot
 * disagree. What each field means stands in `kernel_tables.py`, beside where it is made. */
#ifndef PINPRICK_TABLES_H
#define PINPRICK_TABLES_H

#include <stdint.h>
#include <string.h>

/* Some cases, or some units of one case, at once: eight where the processor has such vectors or the
 * compiler makes good ones of smaller, else four or two. Rows are as long in either case, and no sum hangs on
 * how many there are, so the same bits come out everywhere. */
#if defined(__AVX512F__) || defined(__clang__)
enum { LANES = 8 };
#elif defined(__AVX2__)
enum { LANES = 4 };
#else
enum { LANES = 2 };
#endif
typedef double lanes __attribute__((vector_size(8 * LANES)));
typedef int64_t choice __attribute__((vector_size(8 * LANES)));
/* What each level costs, with room. */
typedef double costs __attribute__((vector_size(64)));

enum { BLOCK = 256, WORDS = BLOCK / 64, LEVELS = 5, MOST_SITES = 64, MOST_PATTERNS = 256 };
enum { SAME_DAY = 3, EMERGENCY = 4, OF_SIDES = 3, DO_NOT_KNOW = 255, NONE = -1 };
enum { MOST_GROUPS = 32, MOST_ALARMS = 8, MOST_WAYS = 9, MOST_RAISED = 4096, MOST_WORDS = 8 };

#define COUNTS(X)                                                                                  \
  X(columns) X(units) X(variants) X(variant_room) X(causes) X(other) X(sites) X(patterns)          \
  X(ranks) X(regions) X(segments) X(groups) X(other_group) X(signs) X(programs) X(planes)          \
  X(rules) X(upgrades) X(bars) X(harmless_plane) X(implied) X(asked) X(alarms) X(pairs)            \
  X(words) X(areas) X(side_column) X(age_column) X(bands) X(default_level) X(other_level)          \
  X(most_red_flags)

#define ARRAYS(X)                                                                                  \
  X(double, settings) X(double, band_edges)                                                        \
  X(int32_t, sign_column) X(int32_t, sign_by) X(int32_t, sign_step) X(int32_t, sign_base)          \
  X(int32_t, sign_row) X(int32_t, sign_varies)                                                     \
  X(double, variant_rows) X(double, variant_rows_from_base) X(double, variant_base)                \
  X(double, unit_rows) X(double, unit_rows_from_base) X(double, unit_base)                         \
  X(int32_t, unit_variant) X(int32_t, unit_site) X(int32_t, unit_place) X(double, unit_prior)      \
  X(double, unit_sides) X(int32_t, cause_first) X(int32_t, cause_end) X(int32_t, cause_group)      \
  X(int32_t, cause_order) X(int32_t, group_first) X(int32_t, place_of_site)                        \
  X(double, any) X(double, none) X(double, painted) X(double, sound)                               \
  X(double, blank) X(double, touched) X(double, painted_for_sound)                                 \
  X(uint32_t, segment_mask) X(uint32_t, part_mask)                                                 \
  X(double, pattern_weight) X(int32_t, rank_first) X(int32_t, rank_count)                          \
  X(int32_t, word_column) X(uint32_t, word_regions) X(int32_t, word_first) X(int32_t, word_alarms) \
  X(double, word_weights) X(int32_t, area_column) X(int32_t, area_first) X(double, area_weights)   \
  X(int32_t, program_planes) X(int32_t, program_steps)                                             \
  X(int32_t, plane_kind) X(int32_t, plane_column) X(int32_t, plane_code) X(int32_t, plane_codes)   \
  X(uint8_t, codes) X(uint32_t, plane_mask) X(double, plane_least) X(double, plane_under)          \
  X(int32_t, step_kind) X(int32_t, step_left) X(int32_t, step_right)                               \
  X(int32_t, implied_program) X(int32_t, implied_plane) X(int32_t, implied_column)                 \
  X(int32_t, implied_code)                                                                         \
  X(int32_t, rule_plane) X(int32_t, rule_level) X(int32_t, upgrade_plane)                          \
  X(int32_t, upgrade_cause) X(int32_t, upgrade_level) X(int32_t, bar_plane)                        \
  X(int32_t, asked_column) X(uint32_t, asked_mask)                                                 \
  X(int32_t, alarm_plane) X(int32_t, alarm_is_map) X(int32_t, alarm_pair) X(int32_t, alarm_place)  \
  X(double, alarm_ways) X(int32_t, pair_columns) X(double, pair_apart) X(double, pair_joint)       \
  X(double, pair_inverse)                                                                          \
  X(int32_t, cause_level) X(double, cause_missed) X(double, cost) X(double, group_cost)

/* The places of the single numbers in `settings`. */
enum { WRONG_SIDE, LEFT_OUT, WORRYING, LEAST_RAISED };

typedef struct {
#define COUNT(name) int32_t name;
#define ARRAY(type, name) const type *name;
  COUNTS(COUNT) ARRAYS(ARRAY)
#undef COUNT
#undef ARRAY
} Tables;

static const char LAYOUT[] =
#define COUNT(name) #name ":count "
#define ARRAY(type, name) #name ":" #type " "
    COUNTS(COUNT) ARRAYS(ARRAY);
#undef COUNT
#undef ARRAY

static Tables tables_in(const unsigned char *block) {
  const int64_t *offset = (const int64_t *)block;
  Tables t;
#define COUNT(name) t.name = *(const int32_t *)(block + *offset++);
#define ARRAY(type, name) t.name = (const type *)(block + *offset++);
  COUNTS(COUNT) ARRAYS(ARRAY)
#undef COUNT
#undef ARRAY
  return t;
}

static inline lanes broadcast(double value) { return (lanes){0} + value; }

static inline lanes chosen(choice which, lanes one, lanes other) {
  return (lanes)((which & (choice)one) | (~which & (choice)other));
}

/* The sum of so many numbers from a row on, a multiple of eight. Each eighth is summed first. */
static inline double sum_of(const lanes *row, int count) {
  enum { PARTS = 8 / LANES };
  lanes sum[PARTS] = {{0}};
  double part[4];
  for (int k = 0; k < count / LANES; k += PARTS)
    for (int p = 0; p < PARTS; p++) sum[p] += row[k + p];
  const double *eighth = (const double *)sum;
  for (int k = 0; k < 4; k++) part[k] = eighth[k] + eighth[k + 4];
  return (part[0] + part[2]) + (part[1] + part[3]);
}

static inline lanes larger(lanes one, lanes other) { return chosen((choice)(one > other), one, other); }

static inline double largest_of(lanes x) {
  double most = x[0];
  for (int k = 1; k < LANES; k++) most = x[k] > most ? x[k] : most;
  return most;
}

#endif
