//! The part of the kernel that is raced, in Rust: the same numbers summed in the same order.
//! `Lanes` is what `std::simd` would be, which no stable compiler has.

use std::ops::{Add, AddAssign, Mul, MulAssign, Sub};
use std::slice::{from_raw_parts, from_raw_parts_mut};

const LANES: usize = if cfg!(target_feature = "avx512f") {
    8
} else {
    4
};
const SIDES: usize = 3;
const GROUPS: usize = 32;

#[derive(Clone, Copy)]
#[repr(C, align(32))]
struct Lanes([f64; LANES]);

const NOTHING: Lanes = Lanes([0.0; LANES]);

macro_rules! lane_by_lane {
    ($($of:ident $name:ident $by:tt),*) => {$(
        impl $of for Lanes {
            type Output = Lanes;
            #[inline(always)]
            fn $name(self, other: Lanes) -> Lanes {
                Lanes(std::array::from_fn(|k| self.0[k] $by other.0[k]))
            }
        }
        impl $of<f64> for Lanes {
            type Output = Lanes;
            #[inline(always)]
            fn $name(self, other: f64) -> Lanes {
                Lanes(self.0.map(|x| x $by other))
            }
        }
    )*};
}
lane_by_lane!(Add add +, Sub sub -, Mul mul *);

impl AddAssign for Lanes {
    #[inline(always)]
    fn add_assign(&mut self, other: Lanes) {
        *self = *self + other;
    }
}

impl MulAssign for Lanes {
    #[inline(always)]
    fn mul_assign(&mut self, other: Lanes) {
        *self = *self * other;
    }
}

/// An array as it comes from outside.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Array<T>(*const T);

impl<T> Array<T> {
    /// So many of them from the first on, which must be there.
    fn first(&self, count: usize) -> &[T] {
        unsafe { from_raw_parts(self.0, count) }
    }
    /// Row `which` of so many each.
    fn row(&self, which: usize, count: usize) -> &[T] {
        unsafe { from_raw_parts(self.0.add(which * count), count) }
    }
}

#[repr(C)]
pub struct Tables {
    variants: usize,
    variant_room: usize,
    units: usize,
    causes: usize,
    groups: usize,
    sites: usize,
    variant_rows: Array<f64>,
    variant_rows_from_base: Array<f64>,
    variant_base: Array<f64>,
    unit_rows: Array<f64>,
    unit_rows_from_base: Array<f64>,
    unit_base: Array<f64>,
    unit_prior: Array<f64>,
    unit_sides: Array<f64>,
    unit_variant: Array<i32>,
    unit_site: Array<i32>,
    unit_place: Array<i32>,
    cause_first: Array<i32>,
    cause_end: Array<i32>,
    cause_group: Array<i32>,
}

#[repr(C)]
pub struct Part {
    cases: usize,
    absent: Array<u8>,
    side: Array<u8>,
    rows: Array<i16>,
    unit_rows: Array<i16>,
    row: Array<u16>,
    unit_row: Array<u16>,
    site: Array<f64>,
    cause: *mut f64,
    place: *mut f64,
}

const MOST_ROWS: usize = 320;
const MOST_UNIT_ROWS: usize = 64;

/// What is reckoned of LANES cases together.
struct Few {
    one: Vec<f64>,
    variant: Vec<Lanes>,
    factor: Vec<Lanes>,
    answers: Vec<Lanes>,
    weight: Vec<Lanes>,
    cause: Vec<Lanes>,
    site: Vec<[Lanes; SIDES]>,
    place: Vec<[Lanes; SIDES]>,
    group: [Lanes; GROUPS],
    total: Lanes,
}

fn sum_rows(t: &Tables, p: &Part, case: usize, sums: &mut [f64]) {
    let absent = p.absent.first(p.cases)[case] != 0;
    let rows = &p.row.row(case, MOST_ROWS)[..p.rows.first(p.cases)[case] as usize];
    let table = if absent {
        &t.variant_rows_from_base
    } else {
        &t.variant_rows
    };
    let row = |which: u16| table.row(which as usize, t.variant_room);
    if absent {
        sums.copy_from_slice(t.variant_base.first(t.variant_room));
    } else {
        sums.fill(0.0);
    }
    let fours = rows.chunks_exact(4);
    let rest = fours.remainder();
    for four in fours {
        let (a, b, c, d) = (row(four[0]), row(four[1]), row(four[2]), row(four[3]));
        for ((((sum, a), b), c), d) in sums.iter_mut().zip(a).zip(b).zip(c).zip(d) {
            *sum += (a + b) + (c + d);
        }
    }
    for &which in rest {
        for (sum, a) in sums.iter_mut().zip(row(which)) {
            *sum += a;
        }
    }
}

fn multiply_unit_rows(t: &Tables, p: &Part, case: usize, product: &mut [f64]) {
    let absent = p.absent.first(p.cases)[case] != 0;
    let rows = &p.unit_row.row(case, MOST_UNIT_ROWS)[..p.unit_rows.first(p.cases)[case] as usize];
    let table = if absent {
        &t.unit_rows_from_base
    } else {
        &t.unit_rows
    };
    if absent {
        product.copy_from_slice(t.unit_base.first(t.units));
    } else {
        product.fill(1.0);
    }
    for &which in rows {
        for (all, its) in product.iter_mut().zip(table.row(which as usize, t.units)) {
            *all *= its;
        }
    }
}

#[inline(always)]
fn exp_of(x: Lanes) -> Lanes {
    const SHIFT: f64 = 6755399441055744.0;
    const FACTORS: [f64; 14] = [
        1.0 / 6227020800.0,
        1.0 / 479001600.0,
        1.0 / 39916800.0,
        1.0 / 3628800.0,
        1.0 / 362880.0,
        1.0 / 40320.0,
        1.0 / 5040.0,
        1.0 / 720.0,
        1.0 / 120.0,
        1.0 / 24.0,
        1.0 / 6.0,
        0.5,
        1.0,
        1.0,
    ];
    let x = Lanes(x.0.map(|x| if x < -690.0 { -690.0 } else { x }));
    let shifted = x * 1.4426950408889634 + SHIFT;
    let n = shifted - SHIFT;
    let r = (x - n * 6.93147180369123816490e-01) - n * 1.90821492927058770002e-10;
    let mut p = Lanes([FACTORS[0]; LANES]);
    for factor in &FACTORS[1..] {
        p = p * r + *factor;
    }
    Lanes(std::array::from_fn(|k| {
        f64::from_bits(p.0[k].to_bits().wrapping_add(shifted.0[k].to_bits() << 52))
    }))
}

fn into_lane(rows: &mut [Lanes], lane: usize, row: &[f64]) {
    for (into, x) in rows.iter_mut().zip(row) {
        into.0[lane] = *x;
    }
}

fn weigh_signs(t: &Tables, p: &Part, first: usize, o: &mut Few) {
    for lane in 0..LANES {
        let sums = &mut o.one[..t.variant_room];
        sum_rows(t, p, first + lane, sums);
        let mut most = NOTHING;
        most.0.copy_from_slice(&sums[..LANES]);
        let whole = sums[..t.variants].chunks_exact(LANES);
        let rest = whole.remainder();
        for its in whole {
            for (most, x) in most.0.iter_mut().zip(its) {
                *most = if *x > *most { *x } else { *most };
            }
        }
        let top = most
            .0
            .iter()
            .chain(rest)
            .fold(most.0[0], |top, x| if *x > top { *x } else { top });
        sums.iter_mut().for_each(|x| *x -= top);
        into_lane(&mut o.variant, lane, &sums[..t.variants]);
    }
    for variant in &mut o.variant {
        *variant = exp_of(*variant);
    }
    for lane in 0..LANES {
        multiply_unit_rows(t, p, first + lane, &mut o.one[..t.units]);
        into_lane(&mut o.factor, lane, &o.one[..t.units]);
    }
}

fn weigh_units(t: &Tables, side: usize, o: &mut Few) {
    let units = t.units;
    let prior = t.unit_prior.first(units);
    let [left, right, both] = [0, 1, 2].map(|k| t.unit_sides.row(side * SIDES + k, units));
    let (variant, site) = (t.unit_variant.first(units), t.unit_site.first(units));
    let place = t.unit_place.first(units);
    let (first, end) = (t.cause_first.first(t.causes), t.cause_end.first(t.causes));
    let groups = t.cause_group.first(t.causes);
    let (variants, sites, factor) = (&o.variant[..], &o.site[..], &o.factor[..units]);
    let (answers, weight) = (&mut o.answers[..units], &mut o.weight[..units]);
    let (places, causes) = (&mut o.place[..], &mut o.cause[..]);
    let mut total = NOTHING;
    places.fill([NOTHING; SIDES]);
    o.group.fill(NOTHING);
    for cause in 0..t.causes {
        let mut sum = NOTHING;
        for u in first[cause] as usize..units.min(end[cause] as usize) {
            let said = variants[variant[u] as usize] * factor[u] * prior[u];
            let on = &sites[site[u] as usize];
            let (a, b, c) = (
                said * left[u] * on[0],
                said * right[u] * on[1],
                said * both[u] * on[2],
            );
            let all = (a + b) + c;
            answers[u] = said;
            weight[u] = all;
            let at = &mut places[place[u] as usize];
            at[0] += a;
            at[1] += b;
            at[2] += c;
            sum += all;
        }
        causes[cause] = sum;
        o.group[groups[cause] as usize] += sum;
        total += sum;
    }
    o.total = total;
}

/// # Safety
/// All arrays are there, as long as the numbers in `Tables` and `Part` say.
#[no_mangle]
pub unsafe extern "C" fn part_run(t: &Tables, p: &Part) {
    let places = t.sites + 1;
    let of = |count| vec![NOTHING; count];
    let mut o = Few {
        one: vec![0.0; t.units.max(t.variant_room)],
        variant: of(t.variants),
        factor: of(t.units),
        answers: of(t.units),
        weight: of(t.units),
        cause: of(t.causes),
        site: vec![[NOTHING; SIDES]; t.sites],
        place: vec![[NOTHING; SIDES]; places],
        group: [NOTHING; GROUPS],
        total: NOTHING,
    };
    let cause = from_raw_parts_mut(p.cause, p.cases * t.causes);
    let place = from_raw_parts_mut(p.place, p.cases * SIDES * places);
    for first in (0..p.cases).step_by(LANES) {
        weigh_signs(t, p, first, &mut o);
        for lane in 0..LANES {
            for side in 0..SIDES {
                let row = p.site.row((first + lane) * SIDES + side, t.sites);
                for (into, x) in o.site.iter_mut().zip(row) {
                    into[side].0[lane] = *x;
                }
            }
        }
        weigh_units(t, p.side.first(p.cases)[first] as usize, &mut o);
        for lane in 0..LANES {
            let at = first + lane;
            for (into, x) in cause[at * t.causes..][..t.causes].iter_mut().zip(&o.cause) {
                *into = x.0[lane];
            }
            for side in 0..SIDES {
                let row = &mut place[(at * SIDES + side) * places..][..places];
                for (into, x) in row.iter_mut().zip(&o.place) {
                    *into = x[side].0[lane];
                }
            }
        }
    }
    std::hint::black_box(&o);
}
