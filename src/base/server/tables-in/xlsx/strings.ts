import type { Package } from './zip.ts';
import { decodeXstring, readXml } from './xml.ts';

/**
 * The shared strings of a workbook, in one buffer: a million JavaScript strings would take several
 * times the memory. UTF-16, for a text may hold half of a surrogate pair.
 */
export class SharedStrings {
  #bytes = Buffer.alloc(1 << 16);
  #used = 0;
  #ends = new Uint32Array(1 << 10);
  #count = 0;

  add(text: string): void {
    const length = text.length * 2;
    while (this.#used + length > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], this.#bytes.length * 2);
    if (this.#count === this.#ends.length) {
      const ends = new Uint32Array(this.#count * 2);
      ends.set(this.#ends);
      this.#ends = ends;
    }
    this.#used += this.#bytes.write(text, this.#used, 'utf16le');
    this.#ends[this.#count] = this.#used;
    this.#count += 1;
  }

  /** Undefined when there is none of that number. */
  get(index: number): string | undefined {
    const end = index < this.#count ? this.#ends[index] : undefined;
    if (end === undefined) return undefined;
    return this.#bytes.toString('utf16le', index === 0 ? 0 : this.#ends[index - 1], end);
  }
}

/** Rich text loses its runs, not its words; phonetic readings (rPh) are no part of the text. */
export async function readSharedStrings(from: Package, part: string): Promise<SharedStrings> {
  const strings = new SharedStrings();
  let text = '';
  let inText = false;
  let inPhonetic = false;
  await readXml(part, from.chunks(part), {
    open: (name) => {
      if (name === 'si') text = '';
      else if (name === 't') inText = !inPhonetic;
      else if (name === 'rPh') inPhonetic = true;
    },
    text: (content) => {
      if (inText) text += content;
    },
    close: (name) => {
      if (name === 't') inText = false;
      else if (name === 'rPh') inPhonetic = false;
      else if (name === 'si') strings.add(decodeXstring(text));
    },
  });
  return strings;
}
