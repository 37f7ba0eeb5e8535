import type { ColumnType, Generated } from 'kysely';
import type { EntryKind, Suite } from '#/base/rules/ledger/entry.ts';
import type { Fixed, FixedDefault } from '../tables.ts';

/** int8 arrives as text and is sent as text or number. */
type Int8 = ColumnType<string, string | number, never>;
type Counter = ColumnType<string, string | number | undefined, string | number>;

export interface LedgerLogTable {
  id: FixedDefault<boolean>;
  suite: Fixed<Suite>;
  origin: Fixed<string>;
  key: Fixed<string>;
  opened_at: FixedDefault<Date>;
}

export interface LedgerEntryTable {
  id: Fixed<string>;
  xid: FixedDefault<string>;
  body: Fixed<Buffer>;
  leaf: Fixed<Buffer>;
  recorded_at: Fixed<Date>;
  stored_at: FixedDefault<Date>;
  act: Fixed<string>;
  kind: Fixed<EntryKind>;
  result: Fixed<string>;
  person_id: Fixed<string | null>;
  terminal_id: Fixed<string | null>;
  subject_type: Fixed<string>;
  subject_id: Fixed<string | null>;
}

export interface LedgerDetailTable {
  entry_id: Fixed<string>;
  salt: Fixed<Buffer>;
  detail: Fixed<string>;
}

export interface LedgerErasureTable {
  entry_id: Fixed<string>;
  by_entry_id: Fixed<string>;
  erased_at: FixedDefault<Date>;
}

export interface LedgerLeafTable {
  seq: Int8;
  entry_id: Fixed<string>;
  leaf: Fixed<Buffer>;
}

export interface LedgerNodeTable {
  level: Fixed<number>;
  index: Int8;
  hash: Fixed<Buffer>;
}

export interface LedgerBatchTable {
  size: Int8;
  root: Fixed<Buffer>;
  sealed_at: FixedDefault<Date>;
}

export interface LedgerCheckpointTable {
  size: Int8;
  root: Fixed<Buffer>;
  note: Fixed<string>;
  signed_at: FixedDefault<Date>;
}

export interface LedgerCosignatureTable {
  size: Int8;
  key: Fixed<string>;
  name: Fixed<string>;
  line: Fixed<string>;
  cosigned_at: Fixed<Date>;
}

export interface LedgerStateTable {
  id: FixedDefault<boolean>;
  sealed_size: Counter;
  sealed_at: Date | null;
  watermark_xid: Generated<string>;
  watermark_id: Generated<string>;
  sink_size: Counter;
  sink_at: Date | null;
  pass_at: Date | null;
  trouble: string | null;
}

export interface LedgerWitnessTable {
  key: Fixed<string>;
  name: string;
  url: string;
  size: Counter;
  answered_at: Date | null;
  failed_at: Date | null;
  failure: string | null;
}

declare module '#/base/server/tables.ts' {
  interface Tables {
    ledger_log: LedgerLogTable;
    ledger_entry: LedgerEntryTable;
    ledger_detail: LedgerDetailTable;
    ledger_erasure: LedgerErasureTable;
    ledger_leaf: LedgerLeafTable;
    ledger_node: LedgerNodeTable;
    ledger_batch: LedgerBatchTable;
    ledger_checkpoint: LedgerCheckpointTable;
    ledger_cosignature: LedgerCosignatureTable;
    ledger_state: LedgerStateTable;
    ledger_witness: LedgerWitnessTable;
  }
}
