/* The part of the kernel that is raced, by the kernel's own functions: what comes before it makes the lists
 * that all ways take. */
#include "kernel.c"

/* Cases (N), eight of which after each other answered the same to the side. */
typedef struct {
  int64_t cases;
  uint8_t *absent, *side;      /* (N,) */
  int16_t *rows, *unit_rows;   /* (N,) how many there are of each */
  uint16_t *row, *unit_row;    /* (N, MOST_ROWS), (N, MOST_UNIT_ROWS) */
  double *site;                /* (N, 3 sides, sites) */
  double *cause, *place;       /* what comes out: (N, causes), (N, 3 sides, sites + 1) */
} Part;

static int count_from(const Part *p, int64_t from) {
  return p->cases - from < BLOCK ? (int)(p->cases - from) : BLOCK;
}

/* Fill everything but what comes out. */
PUBLIC void part_lists(const unsigned char *tables, const Cases *cases, void *workspace, const Part *p) {
  const Tables t = tables_in(tables);
  Block *b = &((Workspace *)workspace)->block;
  Signs *s = &((Workspace *)workspace)->signs;
  for (int64_t from = 0; from < p->cases; from += BLOCK) {
    const int count = count_from(p, from);
    read_block(&t, cases, from, count, b);
    list_rows(&t, b, s);
    for (int i = 0; i < count; i++) {
      const int64_t at = from + i;
      const Said told = said_of(&t, b, i);
      Places places;
      weigh_places(&t, &told, &places);
      p->absent[at] = s->absent[i], p->side[at] = said(b->column[t.side_column][i]);
      p->rows[at] = s->rows[i], p->unit_rows[at] = s->unit_rows[i];
      memcpy(p->row + at * MOST_ROWS, s->row[i], sizeof s->row[i]);
      memcpy(p->unit_row + at * MOST_UNIT_ROWS, s->unit_row[i], sizeof s->unit_row[i]);
      for (int side = 0; side < OF_SIDES; side++)
        for (int site = 0; site < t.sites; site++)
          p->site[(at * OF_SIDES + side) * t.sites + site] = at_site(&places, side, site);
    }
  }
}

static void take_lists(const Part *p, int64_t from, int count, Signs *s) {
  for (int i = 0; i < count; i++) {
    const int64_t at = from + i;
    s->absent[i] = p->absent[at], s->rows[i] = p->rows[at], s->unit_rows[i] = p->unit_rows[at];
    memcpy(s->row[i], p->row + at * MOST_ROWS, 2 * (size_t)s->rows[i]);
    memcpy(s->unit_row[i], p->unit_row + at * MOST_UNIT_ROWS, 2 * (size_t)s->unit_rows[i]);
  }
}

static void give_sums(const Tables *t, const Few *o, const Part *p, int64_t at, int lane) {
  const int places = t->sites + 1;
  for (int c = 0; c < t->causes; c++) p->cause[at * t->causes + c] = o->cause[c][lane];
  for (int side = 0; side < OF_SIDES; side++)
    for (int place = 0; place < places; place++)
      p->place[(at * OF_SIDES + side) * places + place] = o->place[side][place][lane];
}

PUBLIC void part_run(const unsigned char *tables, void *workspace, const Part *p) {
  const Tables t = tables_in(tables);
  Workspace *w = (Workspace *)workspace;
  Few *o = &w->few;
  place_rows(&t, w);
  for (int64_t from = 0; from < p->cases; from += BLOCK) {
    const int count = count_from(p, from);
    take_lists(p, from, count, &w->signs);
    for (int first = 0; first < count; first += LANES) {
      int who[LANES];
      for (int lane = 0; lane < LANES; lane++) who[lane] = first + lane;
      weigh_signs(&t, w, who);
      for (int lane = 0; lane < LANES; lane++)
        for (int side = 0; side < OF_SIDES; side++)
          into_lane(o->site[side], lane, p->site + ((from + who[lane]) * OF_SIDES + side) * t.sites, t.sites);
      weigh_units(&t, o, p->side[from + first]);
      for (int lane = 0; lane < LANES; lane++) give_sums(&t, o, p, from + who[lane], lane);
    }
  }
}
