# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The part of the kernel that is raced, in Cython: the same numbers summed in the same order, by vectors of
gcc in `weigh_units`, for which Cython has no word."""

from libc.stdint cimport int16_t, int32_t, int64_t, uint8_t, uint16_t, uint64_t
from libc.stdlib cimport calloc, free
from libc.string cimport memcpy, memset

cdef enum:
    LANES = 4
    SIDES = 3
    MOST_ROWS = 320
    MOST_UNIT_ROWS = 64
    GROUPS = 32

cdef extern from *:
    """
    typedef double lanes __attribute__((vector_size(32), aligned(8), may_alias));
    """
    ctypedef double lanes  # four of them

cdef struct Tables:
    int64_t variants, variant_room, units, causes, groups, sites
    const double *variant_rows
    const double *variant_rows_from_base
    const double *variant_base
    const double *unit_rows
    const double *unit_rows_from_base
    const double *unit_base
    const double *unit_prior
    const double *unit_sides
    const int32_t *unit_variant
    const int32_t *unit_site
    const int32_t *unit_place
    const int32_t *cause_first
    const int32_t *cause_end
    const int32_t *cause_group

cdef struct Part:
    int64_t cases
    const uint8_t *absent
    const uint8_t *side
    const int16_t *rows
    const int16_t *unit_rows
    const uint16_t *row
    const uint16_t *unit_row
    const double *site
    double *cause
    double *place

cdef struct Few:
    double *one
    double *variant
    double *factor
    double *answers
    double *weight
    double *cause
    double *site
    double *place
    lanes[GROUPS] group
    lanes total



cdef void sum_rows(const Tables *t, const Part *p, int64_t case, double *sums) noexcept nogil:
    cdef int64_t width = t.variant_room, k = 0, v, n = p.rows[case]
    cdef const double *table = t.variant_rows_from_base if p.absent[case] else t.variant_rows
    cdef const uint16_t *row = p.row + case * MOST_ROWS
    cdef const double *a
    cdef const double *b
    cdef const double *c
    cdef const double *d
    if p.absent[case]:
        memcpy(sums, t.variant_base, width * sizeof(double))
    else:
        memset(sums, 0, width * sizeof(double))
    while k + 4 <= n:
        a, b = table + row[k] * width, table + row[k + 1] * width
        c, d = table + row[k + 2] * width, table + row[k + 3] * width
        for v in range(width):
            sums[v] += (a[v] + b[v]) + (c[v] + d[v])
        k += 4
    while k < n:
        a = table + row[k] * width
        for v in range(width):
            sums[v] += a[v]
        k += 1


cdef void multiply_unit_rows(const Tables *t, const Part *p, int64_t case, double *product) noexcept nogil:
    cdef int64_t k, u
    cdef const double *table = t.unit_rows_from_base if p.absent[case] else t.unit_rows
    cdef const double *row
    if p.absent[case]:
        memcpy(product, t.unit_base, t.units * sizeof(double))
    else:
        for u in range(t.units):
            product[u] = 1.0
    for k in range(p.unit_rows[case]):
        row = table + p.unit_row[case * MOST_UNIT_ROWS + k] * t.units
        for u in range(t.units):
            product[u] *= row[u]


cdef inline double exp_of(double x) noexcept nogil:
    cdef double shifted, n, r, p = 1.0 / 6227020800.0
    cdef uint64_t bits, by
    shifted = x * 1.4426950408889634 + 6755399441055744.0
    n = shifted - 6755399441055744.0
    r = (x - n * 6.93147180369123816490e-01) - n * 1.90821492927058770002e-10
    p = p * r + 1.0 / 479001600.0
    p = p * r + 1.0 / 39916800.0
    p = p * r + 1.0 / 3628800.0
    p = p * r + 1.0 / 362880.0
    p = p * r + 1.0 / 40320.0
    p = p * r + 1.0 / 5040.0
    p = p * r + 1.0 / 720.0
    p = p * r + 1.0 / 120.0
    p = p * r + 1.0 / 24.0
    p = p * r + 1.0 / 6.0
    p = p * r + 0.5
    p = p * r + 1.0
    p = p * r + 1.0
    memcpy(&bits, &p, 8)
    memcpy(&by, &shifted, 8)
    bits += by << 52
    memcpy(&p, &bits, 8)
    return p


cdef void exp_row(double *row, int64_t count, double top) noexcept nogil:
    cdef int64_t v
    for v in range(count):
        row[v] = row[v] - top if row[v] - top > -690.0 else -690.0
    for v in range(count):
        row[v] = exp_of(row[v])


cdef void into_lane(double *rows, int64_t lane, const double *row, int64_t count) noexcept nogil:
    cdef int64_t k
    for k in range(count):
        rows[k * LANES + lane] = row[k]


cdef void weigh_signs(const Tables *t, const Part *p, int64_t first, Few *o) noexcept nogil:
    cdef int64_t lane, v
    cdef double top
    for lane in range(LANES):
        sum_rows(t, p, first + lane, o.one)
        top = o.one[0]
        for v in range(t.variants):
            top = o.one[v] if o.one[v] > top else top
        exp_row(o.one, t.variants, top)
        into_lane(o.variant, lane, o.one, t.variants)
        multiply_unit_rows(t, p, first + lane, o.one)
        into_lane(o.factor, lane, o.one, t.units)


cdef void weigh_units(const Tables *t, int64_t side, Few *o) noexcept nogil:
    cdef const double *left = t.unit_sides + side * SIDES * t.units
    cdef const double *right = left + t.units
    cdef const double *both = right + t.units
    cdef lanes *variant = <lanes *>o.variant
    cdef lanes *factor = <lanes *>o.factor
    cdef lanes *answers = <lanes *>o.answers
    cdef lanes *weight = <lanes *>o.weight
    cdef lanes *site
    cdef lanes *place
    cdef lanes said, a, b, c, every, sum_
    cdef int64_t cause, u, sites = t.sites, places = t.sites + 1
    memset(o.place, 0, SIDES * places * sizeof(lanes))
    memset(o.group, 0, sizeof(o.group))
    memset(&o.total, 0, sizeof(lanes))
    for cause in range(t.causes):
        memset(&sum_, 0, sizeof(lanes))
        for u in range(t.cause_first[cause], t.cause_end[cause]):
            site = <lanes *>o.site + t.unit_site[u]
            place = <lanes *>o.place + t.unit_place[u]
            said = variant[t.unit_variant[u]] * factor[u] * t.unit_prior[u]
            a = said * left[u] * site[0]
            b = said * right[u] * site[sites]
            c = said * both[u] * site[2 * sites]
            every = (a + b) + c
            answers[u] = said
            weight[u] = every
            place[0] = place[0] + a
            place[places] = place[places] + b
            place[2 * places] = place[2 * places] + c
            sum_ = sum_ + every
        (<lanes *>o.cause)[cause] = sum_
        o.group[t.cause_group[cause]] = o.group[t.cause_group[cause]] + sum_
        o.total = o.total + sum_


cdef void run_all(const Tables *t, const Part *p, Few *o) noexcept nogil:
    cdef int64_t sites = SIDES * t.sites, places = SIDES * (t.sites + 1), eight, first, lane, k
    for eight in range(p.cases // LANES):
        first = LANES * eight
        weigh_signs(t, p, first, o)
        for lane in range(LANES):
            into_lane(o.site, lane, p.site + (first + lane) * sites, sites)
        weigh_units(t, p.side[first], o)
        for lane in range(LANES):
            for k in range(t.causes):
                p.cause[(first + lane) * t.causes + k] = o.cause[LANES * k + lane]
            for k in range(places):
                p.place[(first + lane) * places + k] = o.place[LANES * k + lane]


def part_run(size_t tables, size_t part):
    """Run it; both are addresses."""
    cdef const Tables *t = <const Tables *>tables
    cdef Few o
    cdef int64_t row = max(t.units, t.variant_room)
    cdef int64_t each = row + LANES * (4 * row + t.causes + SIDES * (2 * t.sites + 1))
    cdef double *room = <double *>calloc(each, sizeof(double))
    if not room:
        raise MemoryError
    o.one = room
    o.variant = o.one + row
    o.factor = o.variant + LANES * row
    o.answers = o.factor + LANES * row
    o.weight = o.answers + LANES * row
    o.cause = o.weight + LANES * row
    o.site = o.cause + LANES * t.causes
    o.place = o.site + LANES * SIDES * t.sites
    with nogil:
        run_all(t, <const Part *>part, &o)
    free(room)
