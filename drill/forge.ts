/** What every forger needs: places to strike, and ways to change entries and files. */
import { canonicalize } from '#/base/rules/ledger/canonical.ts';
import type { EntryBody } from '#/base/rules/ledger/entry.ts';
import {
  type Chance,
  type ExportText,
  exportText,
  sampleEntry,
  type SampleLog,
  sealManifest,
} from './ledger-sample.ts';

export interface Forgery {
  log: SampleLog;
  chance: Chance;
  /** Size of the checkpoint that the auditor holds; the honest log has at least one entry after it. */
  held: number;
  sizes: readonly number[];
}

export type Forge = (forgery: Forgery) => ExportText;

/** A place before the auditor's checkpoint, never the genesis. */
export const early = ({ held, chance }: Forgery): number => 1 + chance.below(held - 1);
export const anywhere = ({ log, chance }: Forgery): number => 1 + chance.below(log.bodies.length - 1);

export const parse = (body: Buffer): EntryBody => JSON.parse(body.toString()) as EntryBody;

/** Changes one entry as an object and writes it canonically again, if `canonical` leaves it so. */
export function edit(f: Forgery, seq: number, change: (body: EntryBody) => object): void {
  f.log.bodies[seq] = Buffer.from(canonicalize(change(parse(f.log.bodies[seq]!))));
}

export const raw = (f: Forgery, seq: number, change: (text: string) => string): void => {
  f.log.bodies[seq] = Buffer.from(change(f.log.bodies[seq]!.toString()));
};

/** The forger also drops clear values that no longer fit, and renumbers the rest by id. */
export function tidyDetails(log: SampleLog): void {
  const places = new Map(log.bodies.map((body, seq) => [idIn(body), seq]));
  log.details = log.details.flatMap((detail) => {
    const seq = places.get(detail.id);
    return seq === undefined ? [] : [{ ...detail, seq }];
  });
  log.details.sort((a, b) => a.seq - b.seq);
}

export const idIn = (body: Buffer): string => /"id":"([0-9a-f]{8}-[0-9a-f-]{27})"/.exec(body.toString())?.[1] ?? '';

export const edited =
  (change: (body: EntryBody, f: Forgery) => object): Forge =>
  (f) => {
    const seq = anywhere(f);
    edit(f, seq, (body) => change(body, f));
    tidyDetails(f.log);
    return exportText(f.log);
  };

export const rewritten =
  (change: (text: string, f: Forgery) => string): Forge =>
  (f) => {
    const seq = anywhere(f);
    const before = f.log.bodies[seq]!.toString();
    raw(f, seq, (text) => change(text, f));
    if (f.log.bodies[seq]!.toString() === before) throw new Error('the forgery changed nothing');
    return exportText(f.log);
  };

export const onFiles =
  (change: (text: ExportText, f: Forgery) => void): Forge =>
  (f) => {
    const text = exportText(f.log);
    change(text, f);
    return sealManifest(text);
  };

export const fresh = (f: Forgery): EntryBody => sampleEntry(f.log, 2, f.chance).body;
