/** Printed activation codes (启用码): shown once, stored as a hash; with one of them a person sets his first password. */
import { newPaperCode, sha256 } from './keyring.ts';

const activationHours = 24;

export function newActivation() {
  const code = newPaperCode(3);
  return { code, hash: sha256(code), expiresAt: new Date(Date.now() + activationHours * 3_600_000) };
}
