/** Rows of the projection, made of generated entries by what the product makes them by. */
import { daySpan } from '#/description/rules/date.ts';
import { fold } from '#/catalogue/rules/fold.ts';
import { gramsOf } from '#/catalogue/rules/grams.ts';
import { office, pageFrom, pick, randomFrom, titleFrom } from './search-titles.ts';

/** Entries of a unit: the volume and what lies in it, all of one year and one fonds. Units come in no order of years. */
const perUnit = 10;
const unitsOfFonds = 2_000;
const firstYear = 1949;
const lastYear = 2020;
const retentions = ['永久', '30年', '10年'];

export interface Unit {
  id: string;
  code: string;
  title: string;
  fonds: string;
  fondsName: string;
  year: number;
  /** Of its volume. */
  from: string;
  to: string;
}

export interface EntryRow {
  id: number;
  unit: Unit;
  level: 'volume' | 'item';
  code: string;
  title: string;
  from: string;
  to: string;
  retention: string;
  /** As JSON. */
  data: string;
  folded: string;
  grams: string[];
}

export interface PageRow {
  id: number;
  unit: Unit;
  page: number;
  content: string;
  folded: string;
  grams: string[];
}

const uuid = (number: number): string => `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
const two = (number: number): string => String(number).padStart(2, '0');

function dateOf(random: () => number, year: number): string {
  const lot = random();
  if (lot < 0.04) return `${year}0000`;
  const month = two(Math.floor(random() * 12) + 1);
  return lot < 0.12 ? `${year}${month}00` : `${year}${month}${two(Math.floor(random() * 28) + 1)}`;
}

const value = (field: string, zh: string, en: string, text: string) => ({ field, zh, en, text });

/** The one at a place and what is in it; the same for the same place. */
function unitAt(index: number, entries: number): { unit: Unit; rows: EntryRow[] } {
  const random = randomFrom(index);
  const fondsNumber = Math.floor(index / unitsOfFonds);
  const naming = randomFrom(1_000_000_007 + fondsNumber);
  const year = firstYear + Math.floor(random() * (lastYear - firstYear + 1));
  const retention = pick(random, retentions);
  const fonds = `A${String(fondsNumber + 1).padStart(3, '0')}`;
  const code = `${fonds}-WS·${year}-${retention === '永久' ? 'Y' : retention.slice(0, 2)}-${String(index + 1).padStart(6, '0')}`;
  const unit: Unit = {
    id: uuid(index + 1),
    code,
    title: '',
    fonds,
    fondsName: office(naming, lastYear),
    year,
    from: '',
    to: '',
  };
  const rows = Array.from({ length: entries }, (_, at): EntryRow => {
    const level = at === 0 ? 'volume' : 'item';
    const own = at === 0 ? code : `${code}-${String(at).padStart(3, '0')}`;
    const title = titleFrom(random, year);
    const date = dateOf(random, year);
    const { from, to } = daySpan(date)!;
    const author = random() < 0.7 ? unit.fondsName : office(random, year);
    if (at === 0) Object.assign(unit, { title, from, to });
    const values = [
      value('title', '题名', 'Title', title),
      value('date', '日期', 'Date', date),
      value('author', '责任者', 'Author', author),
      value('retentionPeriod', '保管期限', 'Retention period', retention),
    ];
    const folded = [own, ...values.map(({ text }) => text)].map((text) => fold(text).text).join('\n');
    const texts = { code: own, title, retention, data: JSON.stringify(values), folded, grams: gramsOf(folded) };
    return { id: index * perUnit + at + 1, unit, level, from, to, ...texts };
  });
  return { unit, rows };
}

export interface Batch {
  units: Unit[];
  rows: EntryRow[];
}

/** In pieces, since a million of them do not have to be in memory. */
export function* entryBatches(count: number, atOnce = 10_000): Generator<Batch> {
  let batch: Batch = { units: [], rows: [] };
  for (let at = 0; at < count; at += perUnit) {
    const { unit, rows } = unitAt(at / perUnit, Math.min(perUnit, count - at));
    batch.units.push(unit);
    batch.rows.push(...rows);
    if (batch.rows.length < atOnce) continue;
    yield batch;
    batch = { units: [], rows: [] };
  }
  if (batch.rows.length > 0) yield batch;
}

/** Ten pages of a unit, of as many units as there have to be; never of one that `entryBatches` does not make. */
export function* pageBatches(count: number, atOnce = 2_000): Generator<PageRow[]> {
  let batch: PageRow[] = [];
  for (let at = 0; at < count; at += 1) {
    const index = Math.floor(at / perUnit);
    const { unit } = unitAt(index, 1);
    const content = pageFrom(randomFrom(2_000_000_011 + at), unit.year);
    const folded = fold(content).text;
    batch.push({ id: at + 1, unit, page: (at % perUnit) + 1, content, folded, grams: gramsOf(folded) });
    if (batch.length < atOnce) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
