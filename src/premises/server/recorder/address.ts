/** Addresses of cameras are secrets: they bear the camera's password. Bound to the camera, so that none is exchanged. */
import type { Keyring } from '#/protection/server/door.ts';

const contextOf = (cameraId: string): string => `camera-source/${cameraId}`;

export const sealAddress = (keyring: Keyring, cameraId: string, address: string): Buffer =>
  keyring.seal(Buffer.from(address), contextOf(cameraId));

/** Null when the key is not the one that sealed it: a database that came without its secrets. */
export function openAddress(keyring: Keyring, cameraId: string, sealed: Buffer): string | null {
  try {
    return keyring.open(sealed, contextOf(cameraId)).toString();
  } catch {
    return null;
  }
}
