import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const hex = z.string().regex(/^[0-9a-f]{64}$/);

/** What an export holds: enough to know, without the source, that an import is the same. */
const manifestSchema = z.strictObject({
  format: z.literal(1),
  /** Version of Shoucang that wrote it. */
  version: z.string(),
  /** Instant of the snapshot, by the database's clock. */
  takenAt: z.iso.datetime(),
  /** `server_version_num` of the source. */
  postgres: z.int(),
  migrations: z.array(z.strictObject({ room: z.string(), name: z.string(), sha256: hex })),
  tables: z.array(
    z.strictObject({
      name: z.string(),
      columns: z.array(z.string()),
      file: z.string().regex(/^[\w.]+$/),
      rows: z.int().nonnegative(),
      /** Of the COPY text, not of the compressed file. */
      bytes: z.int().nonnegative(),
      sha256: hex,
    }),
  ),
  sequences: z.array(z.strictObject({ name: z.string(), last: z.string().nullable() })),
  /** Root of the sealed tree; null before the opening ceremony. */
  ledger: z.strictObject({ suite: z.enum(['intl', 'gm']), size: z.int().nonnegative(), root: hex }).nullable(),
});

export type Manifest = z.infer<typeof manifestSchema>;

export const manifestName = 'manifest.json';

/** The export is not what it claims, or does not fit this database. The sentence says which and what to do. */
export class TransferError extends Error {}

/** @throws TransferError when the manifest is missing, changed after it was written, or of another format. */
export function readManifest(folder: string): Manifest {
  try {
    const bytes = readFileSync(join(folder, manifestName));
    const claimed = readFileSync(join(folder, `${manifestName}.sha256`), 'utf8').split(' ')[0];
    if (createHash('sha256').update(bytes).digest('hex') !== claimed) throw new Error('SHA-256');
    return manifestSchema.parse(JSON.parse(bytes.toString()));
  } catch (cause) {
    throw new TransferError(
      `${join(folder, manifestName)} 缺失或已被改动。 ${join(folder, manifestName)} is missing or was changed.`,
      { cause },
    );
  }
}
