/** A PDF as a whole: its objects by number, its references followed, its streams decoded. */
import {
  isDict,
  isName,
  isStream,
  PdfReader,
  type PdfDict,
  type PdfFile,
  type PdfStream,
  type PdfValue,
  readObjects,
} from './pdf-objects.ts';

/** Bytes of a Flate stream; null when it is broken. Decompression needs a machine, so it is given. */
export type Inflate = (bytes: Uint8Array) => Uint8Array | null;

/** A PDF with what is needed to follow its references. */
export class PdfBook {
  readonly #file: PdfFile;
  readonly #inflate: Inflate;
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array, inflate: Inflate) {
    this.bytes = bytes;
    this.#inflate = inflate;
    this.#file = readObjects(bytes);
    for (const value of this.#file.objects.values())
      if (isStream(value) && this.nameIn(value, 'Type') === 'ObjStm') this.#unpack(value);
  }

  /** What a reference refers to, at the end of the chain. */
  follow(value: PdfValue | undefined): PdfValue | undefined {
    let found = value;
    for (let step = 0; step < 20 && typeof found === 'object' && found !== null && 'ref' in found; step += 1)
      found = this.#file.objects.get(found.ref);
    return found;
  }

  in(dict: PdfDict | undefined, key: string): PdfValue | undefined {
    return this.follow(dict?.dict.get(key));
  }

  nameIn(dict: PdfDict | undefined, key: string): string | null {
    const value = this.in(dict, key);
    return isName(value) ? value.name : null;
  }

  numberIn(dict: PdfDict | undefined, key: string, usual: number): number {
    const value = this.in(dict, key);
    return typeof value === 'number' ? value : usual;
  }

  get isEncrypted(): boolean {
    return this.#file.trailers.some(({ dict }) => dict.has('Encrypt'));
  }

  get root(): PdfDict | undefined {
    const named = this.#file.trailers.map((trailer) => this.in(trailer, 'Root')).filter(isDict);
    return named.findLast((one) => isDict(this.in(one, 'Pages')));
  }

  /** Decoded bytes of a stream that is not a picture; null when its filter is another than Flate. */
  decoded(stream: PdfStream): Uint8Array | null {
    const raw = this.bytes.subarray(stream.start, stream.end);
    const filters = this.filtersOf(stream);
    if (filters.length === 0) return raw;
    return filters.length === 1 && filters[0] === 'FlateDecode' ? this.#inflate(raw) : null;
  }

  filtersOf(stream: PdfDict): string[] {
    const filter = this.in(stream, 'Filter');
    const list = Array.isArray(filter) ? filter.map((one) => this.follow(one)) : [filter];
    return list.filter(isName).map(({ name }) => name);
  }

  /** 7.5.7: pairs of number and offset, then the objects. */
  #unpack(stream: PdfStream): void {
    const plain = this.decoded(stream);
    if (plain === null) return;
    const first = this.numberIn(stream, 'First', 0);
    const reader = new PdfReader(plain);
    for (let index = 0; index < this.numberIn(stream, 'N', 0) && reader.more(); index += 1) {
      const [number, offset] = [reader.value(), reader.value()];
      if (typeof number !== 'number' || typeof offset !== 'number') return;
      if (!this.#file.objects.has(number)) this.#file.objects.set(number, new PdfReader(plain, first + offset).value());
    }
  }
}

export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];
