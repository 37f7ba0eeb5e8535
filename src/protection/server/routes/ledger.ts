import { refuse } from '#/base/rules/refusal.ts';
import type { Config } from '#/base/server/config.ts';
import type { Db, Tx } from '#/base/server/db.ts';
import { bindAct, bindView, type Binding } from '#/base/server/door/bind.ts';
import { beginExport, putInPlace, targetExists } from '#/base/server/exports.ts';
import { exportLog } from '#/base/server/ledger/export.ts';
import { ledgerHealth } from '#/base/server/ledger/health.ts';
import { verifyAgainstCheckpoint } from '#/base/server/ledger/proof.ts';
import { newestCheckpoint, readLog } from '#/base/server/ledger/store.ts';
import { cosignedNote } from '#/base/server/ledger/export.ts';
import { printForm, qrSvg } from '#/base/server/print.ts';
import { findSite } from '#/base/server/site.ts';
import { checkpointPage, ledgerExport, ledgerStatus, ledgerVerify } from '../../rules/api/log.ts';
import { checkpointForm } from '../../forms/checkpoint-page.ts';

export interface LedgerDeps {
  db: Db;
  config: Config;
}

export const ledgerRoutes = (deps: LedgerDeps): Binding[] => [
  statusRoute(deps),
  verifyRoute(deps),
  pageRoute(),
  exportRoute(deps),
];

async function keysOf(tx: Tx, log: { origin: string; key: string }) {
  const witnesses = await tx.selectFrom('ledger_witness').select(['name', 'key']).orderBy('name').execute();
  return [
    { name: log.origin, key: log.key, kind: 'log' as const },
    ...witnesses.map((row) => ({ ...row, kind: 'witness' as const })),
  ];
}

async function cosigners(tx: Tx, size: string) {
  const rows = await tx
    .selectFrom('ledger_cosignature')
    .select(['name', 'cosigned_at'])
    .where('size', '=', size)
    .execute();
  return rows.map((row) => ({ name: row.name, at: row.cosigned_at.toISOString() }));
}

const statusRoute = ({ db }: LedgerDeps): Binding =>
  bindView(ledgerStatus, async (tx) => {
    const log = await readLog(tx);
    if (!log) return refuse('ledger-not-sealed');
    const state = await tx.selectFrom('ledger_state').selectAll().executeTakeFirstOrThrow();
    const newest = await newestCheckpoint(tx);
    const seen = await tx
      .selectFrom('ledger_cosignature')
      .selectAll()
      .orderBy('size', 'desc')
      .limit(1)
      .executeTakeFirst();
    const health = await ledgerHealth(db);
    const note = newest ? await cosignedNote(tx, newest.size) : null;
    return {
      suite: log.suite,
      origin: log.origin,
      size: state.sealed_size,
      sealedAt: state.sealed_at?.toISOString() ?? null,
      sinkSize: state.sink_size,
      sinkAt: state.sink_at?.toISOString() ?? null,
      keys: await keysOf(tx, log),
      checkpoint:
        newest && note
          ? {
              size: String(newest.size),
              note,
              signedAt: newest.signedAt.toISOString(),
              cosigners: await cosigners(tx, String(newest.size)),
            }
          : null,
      witnessed: seen ? { size: seen.size, at: seen.cosigned_at.toISOString(), name: seen.name } : null,
      healthy: health.trouble === null,
      trouble: health.trouble,
    };
  });

const verifyRoute = ({ db }: LedgerDeps): Binding =>
  bindView(ledgerVerify, async (_tx, { input }) => {
    const startedAt = performance.now();
    // Pasted text comes with the line ends of another system, and often without the last one.
    const note = `${input.note.replace(/\r\n/g, '\n').replace(/\n+$/, '')}\n`;
    const verdict = await verifyAgainstCheckpoint(db, note);
    return {
      ok: verdict.code === null,
      fault: verdict.code,
      heldSize: String(verdict.heldSize),
      size: String(verdict.size),
      checked: String(verdict.checked),
      signers: verdict.signers,
      milliseconds: Math.round(performance.now() - startedAt),
    };
  });

const pageRoute = (): Binding =>
  bindView(checkpointPage, async (tx, { actor }) => {
    const newest = await newestCheckpoint(tx);
    const note = newest ? await cosignedNote(tx, newest.size) : null;
    if (!newest || note === null) return refuse('ledger-not-sealed');
    const site = await findSite(tx);
    const data = {
      archiveName: site?.name ?? '',
      timeZone: site?.timeZone ?? 'Asia/Shanghai',
      size: String(newest.size),
      signedAt: newest.signedAt.toISOString(),
      note,
      noteQr: qrSvg(note),
      cosigners: (await cosigners(tx, String(newest.size))).map((one) => one.name),
    };
    return printForm(tx, checkpointForm, data, actor.personId);
  });

const exportRoute = ({ db, config }: LedgerDeps): Binding =>
  bindAct(ledgerExport, {
    async check(tx, { input }) {
      if (!(await newestCheckpoint(tx))) return refuse('ledger-not-sealed');
      return targetExists(config.dataDir, input.target)
        ? refuse('target-exists', { target: input.target }, 'input.target')
        : null;
    },
    // Before the transaction: writing out a long log inside it would hold the sealing back for everybody.
    async prepare({ input }) {
      const outgoing = await beginExport(config.dataDir, input.target);
      const { discard } = outgoing;
      try {
        return { outgoing, discard, result: await exportLog(db, outgoing.partial, false) };
      } catch (error) {
        await discard();
        throw error;
      }
    },
    async run(_tx, { input }, _approval, prepared) {
      if (!prepared) throw new Error('an export is prepared before its transaction');
      const { outgoing, result } = prepared;
      const { manifest, bytes, sha256 } = result;
      return {
        output: { folder: outgoing.folder, entries: String(manifest.entries), bytes: String(bytes), sha256 },
        copy: { sha256, bytes: BigInt(bytes), target: input.target, purpose: input.purpose },
        async afterCommit() {
          putInPlace(config.dataDir, outgoing);
        },
      };
    },
  });
