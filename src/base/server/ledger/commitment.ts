/** Salted commitments to clear values (docs/design/ledger-format.md, section 5). */
import type { Label } from '#/base/rules/ledger/entry.ts';
import type { Hash } from '#/base/rules/ledger/tree.ts';

const prefix = Buffer.from([2]);
export const saltLength = 16;

/** Hex of H(0x02 ‖ salt ‖ label ‖ ":" ‖ canonical value). */
export const commitment = (hash: Hash, salt: Uint8Array, label: Label, canonical: string): string =>
  Buffer.from(hash(prefix, salt, Buffer.from(`${label}:${canonical}`))).toString('hex');
