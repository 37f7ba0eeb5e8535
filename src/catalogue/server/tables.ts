/** Tables of the catalogue; comments on columns are in migrations/. */
import type { Generated, GeneratedAlways } from 'kysely';
import type { Fixed, FixedDefault, Json } from '#/base/server/tables.ts';
import type { Level } from '#/description/rules/field.ts';

declare module '#/base/server/tables.ts' {
  interface Tables {
    search_state: SearchStateTable;
    search_unit: SearchUnitTable;
    search_entry: SearchEntryTable;
    search_page: SearchPageTable;
  }
}

interface SearchStateTable {
  id: FixedDefault<number>;
  generation: Generated<number>;
  longest: Generated<number>;
  eras: Generated<string>;
}

interface SearchUnitTable {
  unit_id: Fixed<string>;
  package_id: Fixed<string>;
  original_id: Fixed<string>;
  code: Fixed<string>;
  title: Fixed<string>;
  generation: Fixed<number>;
  indexed_at: FixedDefault<Date>;
}

export interface SearchedValue {
  field: string;
  zh: string;
  en: string;
  text: string;
}

interface SearchEntryTable {
  id: GeneratedAlways<string>;
  unit_id: Fixed<string>;
  level: Fixed<Level>;
  code: Fixed<string>;
  fonds: Fixed<string>;
  fonds_name: Fixed<string>;
  /** `YYYY-MM-DD`. */
  day_from: Fixed<string>;
  day_to: Fixed<string>;
  retention: Fixed<string>;
  data: Json<SearchedValue[]>;
  folded: Fixed<string>;
  grams: Fixed<string>;
}

interface SearchPageTable {
  id: GeneratedAlways<string>;
  unit_id: Fixed<string>;
  page: Fixed<number>;
  fonds: Fixed<string>;
  day_from: Fixed<string>;
  day_to: Fixed<string>;
  content: Fixed<string>;
  folded: Fixed<string>;
  grams: Fixed<string>;
}
