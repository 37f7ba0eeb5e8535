/**
 * The peer: FTS5 of SQLite over the same pairs. Its best case: rows are numbered by their day and id, so that it walks
 * its lists in the order that is asked for and stops when the page is full. Beside it the same without that: everything
 * that was found is sorted, as it is when rows are numbered as they come.
 */
import { statSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { mostCounted } from '#/catalogue/server/store/search.ts';
import { needsLook } from '#/catalogue/rules/grams.ts';
import type { EntryRow } from './search-rows.ts';
import type { Question } from './search-questions.ts';
import { type Answer, pageSize } from './search-ours.ts';

/** Its tokenizer would part a pair at a sign, so each character is five digits; one alone is looked for as their prefix. */
const coded = (text: string): string =>
  Array.from(text, (character) => character.codePointAt(0)!.toString(16).padStart(5, '0')).join('');

const msPerDay = 86_400_000;
const dayNumber = (day: string): number => Math.floor(Date.parse(`${day}T00:00:00Z`) / msPerDay) + 20_000;
/** More than there are rows. */
const idsOfDay = 2 ** 24;
const keyOf = (day: string, id: number): number => dayNumber(day) * idsOfDay + id;

export class Peer implements Disposable {
  readonly #path: string;
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #longest = 0;

  constructor(path: string) {
    this.#path = path;
    this.#db = new DatabaseSync(path);
    this.#db.exec(`pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = normal;
      pragma cache_size = -262144; pragma mmap_size = 8000000000;
      create table entry (key integer primary key, id integer not null, day_from text not null, day_to text not null,
        data text not null, folded text not null);
      create virtual table found using fts5 (grams, content = '', detail = none, columnsize = 0, prefix = '5',
        tokenize = 'ascii')`);
  }

  put(rows: readonly EntryRow[]): void {
    const entry = this.#prepared(
      'insert into entry (key, id, day_from, day_to, data, folded) values (?, ?, ?, ?, ?, ?)',
    );
    const found = this.#prepared('insert into found (rowid, grams) values (?, ?)');
    this.#db.exec('begin');
    for (const { id, from, to, data, folded, grams } of rows) {
      const key = keyOf(from, id);
      entry.run(key, id, from, to, data, folded);
      found.run(key, grams.map(coded).join(' '));
      this.#longest = Math.max(this.#longest, dayNumber(to) - dayNumber(from));
    }
    this.#db.exec('commit');
  }

  settle(): void {
    this.#db.exec(`insert into found (found) values ('optimize'); analyze; pragma wal_checkpoint(truncate)`);
  }

  size(): { index: number; all: number } {
    const pages = this.#db.prepare(`select sum(length(block)) as bytes from found_data`).get();
    return { index: Number(pages?.['bytes']), all: statSync(this.#path).size };
  }

  #prepared(text: string): StatementSync {
    const statement = this.#statements.get(text) ?? this.#db.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }

  ask({ terms, days }: Question, order: 'walked' | 'sorted'): Answer {
    const looked = terms.filter(needsLook);
    const rows = `from found join entry e on e.key = found.rowid where found match ? and found.rowid between ? and ?
      and e.day_to >= ?${looked.map(() => ' and instr(e.folded, ?) > 0').join('')}`;
    const given = [
      matching(terms),
      (dayNumber(days.from) - this.#longest) * idsOfDay,
      keyOf(days.to, idsOfDay - 1),
      days.from,
      ...looked,
    ];
    const by = order === 'walked' ? 'found.rowid desc' : '+e.day_from desc, +e.id desc';
    const page = this.#prepared(`select e.id as id, e.key as key ${rows} order by ${by} limit ${pageSize + 1}`);
    const counted = this.#prepared(`select count(*) as count from (select 1 ${rows} limit ${mostCounted + 1})`);
    const read = this.#prepared('select data from entry where key = ?');
    const ids = page.all(...given).map(({ id, key }) => {
      // What is shown is read, as ours is.
      JSON.parse(String(read.get(Number(key))?.['data']));
      return String(id);
    });
    const count = Number(counted.get(...given)?.['count']);
    return { ids, count: Math.min(count, mostCounted), more: count > mostCounted };
  }

  [Symbol.dispose](): void {
    this.#statements.clear();
    this.#db.close();
  }
}

function matching(terms: readonly string[]): string {
  const parts = terms.flatMap((term) => {
    const characters = [...term];
    if (characters.length === 1) return [`"${coded(term)}"*`];
    return characters.slice(1).map((character, at) => `"${coded(characters[at]! + character)}"`);
  });
  return [...new Set(parts)].join(' AND ');
}
