/** Tables of description; comments on columns are in migrations/. */
import type { Generated } from 'kysely';
import type { Fixed, FixedDefault, Json } from '#/base/server/tables.ts';
import type { Choice, Pass } from '../rules/double-entry.ts';
import type { Level, Schema } from '../rules/field.ts';
import type { LinkFigures } from '../rules/link.ts';
import type { Box } from '../rules/suggestion.ts';

declare module '#/base/server/tables.ts' {
  interface Tables {
    description_schema: DescriptionSchemaTable;
    entry: EntryTable;
    entry_difference: EntryDifferenceTable;
    entry_pass: EntryPassTable;
    entry_value: EntryValueTable;
    link_acceptance: LinkAcceptanceTable;
    project_schema: ProjectSchemaTable;
  }
}

interface DescriptionSchemaTable {
  id: Fixed<string>;
  name: Fixed<string>;
  number: Fixed<number>;
  fields: Json<Schema>;
  released_by: Fixed<string>;
  agreed_by: Fixed<string>;
  released_at: FixedDefault<Date>;
}

interface LinkAcceptanceTable {
  id: Fixed<string>;
  unit_id: Fixed<string>;
  figures: Json<LinkFigures>;
  reason: string;
  by_id: Fixed<string>;
  at: FixedDefault<Date>;
}

interface ProjectSchemaTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  schema_id: Fixed<string>;
  bound_by: Fixed<string>;
  bound_at: FixedDefault<Date>;
}

interface EntryTable {
  id: Fixed<string>;
  original_id: Fixed<string>;
  project_id: Fixed<string>;
  schema_id: Fixed<string>;
  scheme_id: Fixed<string>;
  level: Fixed<Level>;
  code: Fixed<string>;
  sort_key: Fixed<string>;
  opened_by: Fixed<string>;
  opened_at: FixedDefault<Date>;
  removed_by: string | null;
  removed_at: Date | null;
}

interface EntryPassTable {
  entry_id: Fixed<string>;
  pass: Fixed<Pass>;
  typed_by: string;
  unit_id: string;
  round: number;
  saved_at: Generated<Date>;
  version: Generated<number>;
}

interface EntryValueTable {
  entry_id: Fixed<string>;
  pass: Fixed<Pass>;
  field: Fixed<string>;
  unit_id: Fixed<string>;
  round: Fixed<number>;
  text: string;
  source: Json<Box> | null;
  characters: number;
  typed_by: string;
  typed_on: string;
  typed_at: Generated<Date>;
}

interface EntryDifferenceTable {
  id: Fixed<string>;
  entry_id: Fixed<string>;
  project_id: Fixed<string>;
  field: Fixed<string>;
  first_text: string;
  second_text: string;
  first_by: Fixed<string>;
  second_by: Fixed<string>;
  first_on: Fixed<string>;
  second_on: Fixed<string>;
  found_at: FixedDefault<Date>;
  withdrawn_at: Date | null;
  choice: Choice | null;
  third_text: string | null;
  decided_by: string | null;
  decided_at: Date | null;
}
