/** Tables of products; comments on columns are in migrations/. */
import type { Generated } from 'kysely';
import type { Refusal } from '#/base/rules/refusal.ts';
import type { Fixed, FixedDefault, Json } from '#/base/server/tables.ts';
import type { Encoding, FileKind, PackageState } from '../rules/package.ts';

declare module '#/base/server/tables.ts' {
  interface Tables {
    package: PackageTable;
    package_carrier: PackageCarrierTable;
    package_file: PackageFileTable;
    package_unit: PackageUnitTable;
  }
}

interface PackageTable {
  id: Fixed<string>;
  project_id: Fixed<string>;
  sequence: Fixed<number>;
  number: Fixed<string>;
  pdf: Fixed<boolean>;
  ofd: Fixed<boolean>;
  encoding: Fixed<Encoding>;
  state: Generated<PackageState>;
  units: Fixed<number>;
  images: Fixed<number>;
  sealed_by: Fixed<string>;
  sealed_at: Fixed<Date>;
  made_at: Date | null;
  seal: string | null;
  fault: Json<Pick<Refusal, 'code' | 'params'>> | null;
  withdrawn_by: string | null;
  withdrawn_at: Date | null;
  withdrawn_reason: string | null;
  version: Generated<number>;
}

interface PackageUnitTable {
  package_id: Fixed<string>;
  unit_id: Fixed<string>;
  position: Fixed<number>;
  code: Fixed<string>;
  input: Fixed<string>;
  made: Generated<boolean>;
  live: Generated<boolean>;
}

interface PackageFileTable {
  package_id: Fixed<string>;
  path: Fixed<string>;
  unit_id: Fixed<string | null>;
  kind: Fixed<FileKind>;
  sha256: Fixed<string>;
}

interface PackageCarrierTable {
  id: Fixed<string>;
  package_id: Fixed<string>;
  target: Fixed<string>;
  folder: Fixed<string>;
  purpose: Fixed<string>;
  state: Generated<'waiting' | 'done' | 'failed'>;
  files: number | null;
  bytes: string | null;
  seal: string | null;
  requested_by: Fixed<string>;
  approved_by: Fixed<string>;
  requested_at: FixedDefault<Date>;
  finished_at: Date | null;
}
