import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';

/** Passes COPY text through and keeps its length, its lines (one a row) and its SHA-256. */
export class Meter extends Transform {
  readonly #hash = createHash('sha256');
  bytes = 0;
  rows = 0;

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    this.#hash.update(chunk);
    this.bytes += chunk.length;
    // In COPY text a newline inside a value is written as \n: a raw one always ends a row.
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) this.rows += 1;
    done(null, chunk);
  }

  /** Once, after the end. */
  digest(): string {
    return this.#hash.digest('hex');
  }
}

/** How values are written must not depend on the server's own settings. */
export const plainSession = `
  set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'iso_8601';
  set extra_float_digits = 1; set bytea_output = 'hex'; set client_encoding = 'UTF8';
  set statement_timeout = 0; set idle_in_transaction_session_timeout = 0`;
