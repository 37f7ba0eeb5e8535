import type { Generated } from 'kysely';
import type { Fixed, FixedDefault } from '#/base/server/tables.ts';
import type { BadgeState, StoredBadgeState } from '../rules/badges.ts';

declare module '#/base/server/tables.ts' {
  interface Tables {
    badge: BadgeTable;
    badge_scan: BadgeScanTable;
  }
}

export interface BadgeTable {
  id: Fixed<string>;
  number: Fixed<string>;
  person_id: Fixed<string>;
  photo_id: Fixed<string>;
  code_hash: Fixed<Buffer>;
  code_sealed: Fixed<Buffer>;
  issued_on: Fixed<string>;
  issued_at: FixedDefault<Date>;
  issued_by: Fixed<string>;
  valid_until: Fixed<string>;
  replaces: Fixed<string | null>;
  state: Generated<StoredBadgeState>;
  closed_at: Date | null;
  closed_by: string | null;
  close_remark: string | null;
  version: Generated<number>;
}

export interface BadgeScanTable {
  id: Fixed<string>;
  badge_id: Fixed<string>;
  scanned_at: FixedDefault<Date>;
  scanned_by: Fixed<string>;
  state: Fixed<BadgeState>;
}
