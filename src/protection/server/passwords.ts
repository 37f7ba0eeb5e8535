import { hash, verify } from '@node-rs/argon2';

// argon2id, 64 MiB, 3 passes: about 0.15 s here (design/security.md, section 3).
const cost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 } as const;

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), cost);

/** Hash of nothing that anybody knows: an unknown user costs the same time as a known one. */
let decoy: Promise<string> | null = null;

export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword(crypto.randomUUID());
  const right = await verify(stored ?? (await decoy), password.normalize('NFKC'));
  return right && stored !== null;
}
