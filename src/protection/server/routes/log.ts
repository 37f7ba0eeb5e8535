import type { AnyDecl, InputOf, OutputOf } from '#/base/rules/declare.ts';
import { refuse } from '#/base/rules/refusal.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { bindView, type Binding } from '#/base/server/door/bind.ts';
import { findEntry, type LogFilter, searchEntries } from '../store/log.ts';
import { names } from '../store/people.ts';
import { inclusionProof } from '#/base/server/ledger/proof.ts';
import { logEntry, logMine, logSearch } from '../../rules/api/log.ts';
import { isOperatorEntry, logScope } from '../../rules/visibility.ts';
import { cutPage } from '#/base/server/store/page.ts';

type Row = OutputOf<typeof logSearch>['items'][number];
type EntryRow = Awaited<ReturnType<typeof searchEntries>>[number];

export const logRoutes = (declared: readonly AnyDecl[]): Binding[] => [
  bindView(logSearch, async (tx, { actor, input }) => {
    const scope = logScope(actor.roles);
    if (scope === 'none') return refuse('not-permitted', { label: logSearch.label.zh });
    return pageOf(tx, declared, filterOf(input, scope === 'operators'));
  }),

  bindView(logMine, (tx, { actor, input }) =>
    pageOf(tx, declared, { ...filterOf(input, false), personId: actor.personId }),
  ),

  bindView(logEntry, async (tx, { actor, subject }) => {
    const entry = await findEntry(tx, subject ?? '');
    // 5.5-5: what officers did is the auditor's to see; to the security officer it is not there.
    const hidden = logScope(actor.roles) === 'operators' && !isOperatorEntry(entry?.roles ?? []);
    if (!entry || hidden) return refuse('not-found', { what: '日志条目 / entry' });
    const [row] = await present(tx, declared, [entry]);
    if (!row) return refuse('not-found', { what: '日志条目 / entry' });
    const proof = entry.seq === null ? null : await inclusionProof(tx, Number(entry.seq));
    return {
      row,
      body: entry.body.toString('utf8'),
      leaf: entry.leaf.toString('hex'),
      proof: proof && { size: String(proof.size), hashes: proof.hashes.map((hash) => hash.toString('hex')) },
    };
  }),
];

type Input = InputOf<typeof logSearch>;

const filterOf = (input: Partial<Input> & { limit: number }, operatorsOnly: boolean): LogFilter => ({
  personId: input.personId ?? null,
  act: input.act ?? null,
  subjectId: input.subjectId ?? null,
  terminalId: input.terminalId ?? null,
  result: input.result ?? null,
  from: input.from ?? null,
  to: input.to ?? null,
  before: input.cursor ?? null,
  limit: input.limit,
  operatorsOnly,
});

async function pageOf(tx: Tx, declared: readonly AnyDecl[], filter: LogFilter) {
  const rows = await searchEntries(tx, { ...filter, limit: filter.limit + 1 });
  const { page, next } = cutPage(rows, filter.limit, (row) => row.id);
  return {
    items: await present(tx, declared, page),
    next,
  };
}

async function present(db: Db | Tx, declared: readonly AnyDecl[], rows: readonly EntryRow[]): Promise<Row[]> {
  const known = await names(
    db,
    rows.map((row) => row.person_id),
  );
  return rows.map((row) => ({
    entryId: row.id,
    seq: row.seq,
    recordedAt: row.recorded_at.toISOString(),
    occurredAt: row.occurredAt,
    late: row.kind === 'late',
    act: row.act,
    label: labelOf(declared, row.act),
    kind: row.kind,
    result: row.result,
    person: row.person_id === null ? null : { id: row.person_id, name: known.get(row.person_id) ?? '' },
    roles: row.roles,
    process: row.process,
    terminal: row.terminal_id === null ? null : { id: row.terminal_id, name: row.terminal_name ?? '' },
    via: row.via,
    subjectType: row.subject_type,
    subjectId: row.subject_id,
  }));
}

/** Entries that are not declared acts: what the ledger writes about itself. */
const ownEntries: Readonly<Record<string, { zh: string; en: string }>> = {
  'base.ledger.open': { zh: '日志启用', en: 'Ledger opened' },
  'base.ledger.outage': { zh: '日志中断期间的拒绝', en: 'Refused while the ledger was out' },
  'base.door.anonymous': { zh: '未登录的无效请求', en: 'Refused anonymous requests' },
  'protection.backup.scheduled': { zh: '定时备份', en: 'Scheduled backup' },
  'protection.backup.finish': { zh: '备份完成', en: 'Backup finished' },
  'protection.alarm.raise': { zh: '产生预警', en: 'Alarm raised' },
  'protection.terminal.console': { zh: '控制台登记终端', en: 'Terminal registered at the console' },
};

export function labelOf(declared: readonly AnyDecl[], act: string): { zh: string; en: string } {
  const request = act.endsWith('.request');
  const name = request ? act.slice(0, -'.request'.length) : act;
  const label = declared.find((decl) => decl.name === name)?.label ?? ownEntries[name] ?? { zh: name, en: name };
  return request ? { zh: `申请:${label.zh}`, en: `Request: ${label.en}` } : label;
}
