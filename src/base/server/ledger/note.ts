/** C2SP signed notes, checkpoints and cosignatures (docs/design/ledger-format.md, section 7). */
import { decodeBase64, type SigningKey, type VerifierKey } from './suite.ts';

export interface SignatureLine {
  name: string;
  id: Buffer;
  /** What follows the key id. */
  signature: Buffer;
  /** The line with its LF. */
  text: string;
}

export interface Checkpoint {
  origin: string;
  size: number;
  root: Buffer;
  /** The signed text: three lines. */
  text: string;
  lines: SignatureLine[];
}

const dash = '\u2014';
export const maxNote = 65_536;
const maxLines = 64;

export const checkpointText = (origin: string, size: number, root: Uint8Array): string =>
  `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;

const signatureLine = (key: SigningKey, signature: Uint8Array): string =>
  `${dash} ${key.name} ${Buffer.concat([key.id, signature]).toString('base64')}\n`;

/** A signed checkpoint by the log's key, whose name is the origin. */
export function signCheckpoint(key: SigningKey, size: number, root: Uint8Array): string {
  const text = checkpointText(key.name, size, root);
  return `${text}\n${signatureLine(key, key.sign(Buffer.from(text)))}`;
}

const cosignedMessage = (text: string, time: bigint): Buffer => Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);

/** The witness's line over a checkpoint's text; `seconds` is POSIX time. */
export function cosign(key: SigningKey, text: string, seconds: number): string {
  const stamp = Buffer.alloc(8);
  stamp.writeBigUInt64BE(BigInt(seconds));
  return signatureLine(key, Buffer.concat([stamp, key.sign(cosignedMessage(text, BigInt(seconds)))]));
}

function parseLine(text: string): SignatureLine | null {
  const match = /^\u2014 ([^ ]+) ([A-Za-z0-9+/]+=*)$/.exec(text);
  if (!match) return null;
  const bytes = decodeBase64(match[2]!);
  if (!bytes || bytes.length < 5) return null;
  return { name: match[1]!, id: bytes.subarray(0, 4), signature: bytes.subarray(4), text: `${text}\n` };
}

/** Signature lines on their own, as a witness answers them; null when one is malformed. */
export function parseSignatureLines(text: string): SignatureLine[] | null {
  if (!text.endsWith('\n')) return null;
  const lines = text.slice(0, -1).split('\n').map(parseLine);
  return lines.length <= maxLines && lines.every((line) => line !== null) ? lines : null;
}

/** Parses a checkpoint note; null when anything in its form is wrong. Verifies no signature. */
export function parseCheckpoint(note: string): Checkpoint | null {
  // oxlint-disable-next-line no-control-regex
  if (Buffer.byteLength(note) > maxNote || /[\u0000-\u0009\u000b-\u001f]/.test(note) || !note.isWellFormed())
    return null;
  const gap = note.lastIndexOf('\n\n');
  if (gap < 0) return null;
  const text = note.slice(0, gap + 1);
  const lines = parseSignatureLines(note.slice(gap + 2));
  const [origin, size, root, ...rest] = text.split('\n');
  if (!lines || !origin || !size || !root || rest.length !== 1) return null;
  const bytes = decodeBase64(root);
  if (!/^(0|[1-9][0-9]{0,14})$/.test(size) || bytes?.length !== 32) return null;
  return { origin, size: Number(size), root: bytes, text, lines };
}

/** Reads a note from bytes; invalid UTF-8 is malformed. */
export function decodeNote(bytes: Buffer): Checkpoint | null {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? parseCheckpoint(text) : null;
}

const isBy = (line: SignatureLine, key: VerifierKey): boolean => line.name === key.name && line.id.equals(key.id);

function lineVerifies(checkpoint: Checkpoint, line: SignatureLine, key: VerifierKey): boolean {
  if (key.use === 'log') return key.verifies(Buffer.from(checkpoint.text), line.signature);
  if (line.signature.length !== 72) return false;
  const time = line.signature.readBigUInt64BE(0);
  if (time >= 2n ** 63n) return false;
  return key.verifies(cosignedMessage(checkpoint.text, time), line.signature.subarray(8));
}

/** Lines by this key: how many there are, and whether all of them verify. */
export function checkLines(checkpoint: Checkpoint, key: VerifierKey): { found: number; valid: boolean } {
  const lines = checkpoint.lines.filter((line) => isBy(line, key));
  return { found: lines.length, valid: lines.every((line) => lineVerifies(checkpoint, line, key)) };
}

/** Whether the key signed: at least one line, and every line of it verifies. */
export function isSignedBy(checkpoint: Checkpoint, key: VerifierKey): boolean {
  const { found, valid } = checkLines(checkpoint, key);
  return found > 0 && valid;
}

/** POSIX seconds of a cosignature by this key, or null. */
export function cosignedAt(checkpoint: Checkpoint, key: VerifierKey): number | null {
  const line = checkpoint.lines.find((one) => isBy(one, key));
  return line?.signature.length === 72 ? Number(line.signature.readBigUInt64BE(0)) : null;
}
