/* What one core of this machine can do at most: products and sums of doubles, and reading memory.
 * Writes a line for each: what it is, a tab, and a number. Compiled with the flags of the kernel. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* As wide as the processor's own: of wider ones gcc keeps none in registers. */
#if defined(__AVX512F__)
enum { LANES = 8 };
#elif defined(__AVX__)
enum { LANES = 4 };
#else
enum { LANES = 2 };
#endif
typedef double lanes __attribute__((vector_size(8 * LANES)));
enum { CHAINS = 12, ROUNDS = 5 };

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double sum(lanes x) {
  double all = 0;
  for (int k = 0; k < LANES; k++) all += x[k];
  return all;
}

/* Operations a second: products and sums, each rounded, on numbers in registers. */
static double operations(double *kept) {
  const lanes by = (lanes){0} + 0.999999, more = (lanes){0} + 1e-7;
  const long times = 2000000;
  double best = 1e9;
  for (int round = 0; round < ROUNDS; round++) {
    lanes x[CHAINS];
    for (int k = 0; k < CHAINS; k++) x[k] = (lanes){0} + 1.0 + k;
    const double start = seconds();
    for (long n = 0; n < times; n++)
      for (int k = 0; k < CHAINS; k++) x[k] = x[k] * by + more;
    const double took = seconds() - start;
    if (took < best) best = took;
    for (int k = 0; k < CHAINS; k++) *kept += sum(x[k]);
  }
  return (double)times * CHAINS * LANES * 2 / best;
}

/* Bytes a second that are read again and again from so many. */
static double bandwidth(size_t bytes, double *kept) {
  const size_t count = bytes / sizeof(lanes), times = 1 + (1u << 30) / bytes;
  lanes *from = aligned_alloc(64, count * sizeof(lanes));
  double best = 1e9;
  if (!from) return 0;
  for (size_t k = 0; k < count; k++) from[k] = (lanes){0} + (double)k;
  for (int round = 0; round < ROUNDS; round++) {
    lanes x[8] = {{0}};
    const double start = seconds();
    for (size_t n = 0; n < times; n++)
      for (size_t k = 0; k + 8 <= count; k += 8)
        for (int chain = 0; chain < 8; chain++) x[chain] += from[k + (size_t)chain];
    const double took = seconds() - start;
    if (took < best) best = took;
    for (int chain = 0; chain < 8; chain++) *kept += sum(x[chain]);
  }
  free(from);
  return (double)(times * count * sizeof(lanes)) / best;
}

int main(void) {
  double kept = 0;
  printf("operations\t%g\n", operations(&kept));
  printf("24 KB\t%g\n", bandwidth(24 << 10, &kept));
  printf("512 KB\t%g\n", bandwidth(512 << 10, &kept));
  printf("8 MB\t%g\n", bandwidth(8 << 20, &kept));
  printf("256 MB\t%g\n", bandwidth(256 << 20, &kept));
  return kept == 0.5; /* so that nothing is left out */
}
