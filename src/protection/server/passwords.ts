import { hash, verify } from '@node-rs/argon2';
import type { PasswordCost } from '#/base/server/config.ts';

// argon2id is the library's default; its cost is the site's.
export const hashPassword = (cost: PasswordCost, password: string): Promise<string> =>
  hash(password.normalize('NFKC'), cost);

/** Hash of nothing that anybody knows, one a cost: an unknown user costs the same time as a known one. */
const decoys = new Map<PasswordCost, Promise<string>>();

function decoyOf(cost: PasswordCost): Promise<string> {
  const decoy = decoys.get(cost) ?? hashPassword(cost, crypto.randomUUID());
  decoys.set(cost, decoy);
  return decoy;
}

export async function verifyPassword(cost: PasswordCost, stored: string | null, password: string): Promise<boolean> {
  const decoy = decoyOf(cost);
  const right = await verify(stored ?? (await decoy), password.normalize('NFKC'));
  return right && stored !== null;
}
