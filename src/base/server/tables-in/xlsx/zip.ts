import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, getFileNameLowLevel, openPromise, validateFileName, type ZipFile } from 'yauzl';
import type { TableLimits } from '#/base/rules/tables-in/table.ts';
import { refuse } from '#/base/rules/refusal.ts';
import { damaged, isSystemError, TableRefused } from '../refused.ts';

/** No workbook has so many parts. */
const mostParts = 20_000;
/** Below it a high ratio is harmless: sheets of blank cells pack well. */
const smallPart = 1 << 20;

/** The parts of an OPC package by name: `xl/workbook.xml`, in lower case, for names differ in case only by mistake. */
export class Package implements AsyncDisposable {
  readonly #zip: ZipFile;
  readonly #parts: ReadonlyMap<string, Entry>;
  readonly #limits: TableLimits;
  readonly #counted = new Set<string>();
  #unpacked = 0;

  private constructor(zip: ZipFile, parts: ReadonlyMap<string, Entry>, limits: TableLimits) {
    this.#zip = zip;
    this.#parts = parts;
    this.#limits = limits;
  }

  /** @throws TableRefused */
  static async open(path: string, limits: TableLimits): Promise<Package> {
    try {
      // Names are judged here: one that leads out of the package is passed over, and nothing is ever unpacked to disk.
      const zip = await openPromise(path, { autoClose: false, decodeStrings: false });
      try {
        return new Package(zip, await partsOf(zip), limits);
      } catch (error) {
        zip.close();
        throw error;
      }
    } catch (error) {
      if (error instanceof TableRefused || isSystemError(error)) throw error;
      throw damaged('ZIP 目录', 'ZIP directory');
    }
  }

  has(name: string): boolean {
    return this.#parts.has(name.toLowerCase());
  }

  /**
   * Unpacked, with size and check sum verified at its end.
   *
   * @throws TableRefused
   */
  async *chunks(name: string): AsyncGenerator<Buffer> {
    const entry = this.#parts.get(name.toLowerCase());
    if (!entry) throw damaged(`缺少 ${name}`, `${name} is missing`);
    this.#refuseBomb(name, entry);
    let sum = 0;
    try {
      const stream: Readable = await this.#zip.openReadStreamPromise(entry);
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        sum = crc32(chunk, sum);
        yield chunk;
      }
    } catch (error) {
      if (error instanceof TableRefused || isSystemError(error)) throw error;
      throw damaged(name);
    }
    if (sum !== entry.crc32) throw damaged(`${name} 校验和不符`, `check sum of ${name}`);
  }

  /** The sizes that the package states; yauzl ends a part that turns out longer. */
  #refuseBomb(name: string, { uncompressedSize, compressedSize, ...entry }: Entry): void {
    if ((entry.generalPurposeBitFlag & 1) !== 0) throw new TableRefused(refuse('table-encrypted'));
    if (!this.#counted.has(name)) this.#unpacked += uncompressedSize;
    this.#counted.add(name);
    const { ratio, unpackedBytes } = this.#limits;
    const tooDense = uncompressedSize > smallPart && uncompressedSize > compressedSize * ratio;
    if (tooDense || this.#unpacked > unpackedBytes) throw new TableRefused(refuse('table-bomb', { part: name }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#zip.close();
  }
}

async function partsOf(zip: ZipFile): Promise<Map<string, Entry>> {
  const parts = new Map<string, Entry>();
  if (zip.entryCount > mostParts) throw new TableRefused(refuse('table-bomb', { part: `${zip.entryCount} entries` }));
  for await (const entry of zip.eachEntry()) {
    const { generalPurposeBitFlag, fileNameRaw, extraFields } = entry;
    const name = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false).toLowerCase();
    if (name.endsWith('/') || validateFileName(name) !== null) continue;
    // Two parts of one name: which is read would depend on the reader.
    if (parts.has(name)) throw damaged(`重复的 ${name}`, `${name} occurs twice`);
    parts.set(name, entry);
  }
  return parts;
}
