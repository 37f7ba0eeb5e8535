/**
 * Objects of a PDF (ISO 32000-1, 7.3), read from the first byte to the last: what scanners write is whole, and what
 * is broken must neither be trusted nor stop anybody. Later definitions of a number win, as in updated files.
 */
export type PdfValue = null | boolean | number | string | PdfName | PdfRef | PdfValue[] | PdfDict | PdfStream | PdfWord;

export interface PdfName {
  name: string;
}
export interface PdfRef {
  ref: number;
}
/** A keyword: an operator of a content stream, or `obj`, `R` and their like. */
export interface PdfWord {
  word: string;
}
export interface PdfDict {
  dict: ReadonlyMap<string, PdfValue>;
}
export interface PdfStream extends PdfDict {
  start: number;
  end: number;
}

const has = <K extends string>(value: PdfValue | undefined, key: K): value is Extract<PdfValue, Record<K, unknown>> =>
  typeof value === 'object' && value !== null && key in value;

export const isName = (value: PdfValue | undefined): value is PdfName => has(value, 'name');
export const isDict = (value: PdfValue | undefined): value is PdfDict => has(value, 'dict');
export const isStream = (value: PdfValue | undefined): value is PdfStream => has(value, 'start');
export const isWord = (value: PdfValue | undefined): value is PdfWord => has(value, 'word');

const isSpace = (byte: number | undefined): boolean =>
  byte === 0 || byte === 9 || byte === 10 || byte === 12 || byte === 13 || byte === 32;
const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57;
const delimiters = new Set([...'()<>[]{}/%'].map((one) => one.charCodeAt(0)));
const isRegular = (byte: number | undefined): boolean => byte !== undefined && !isSpace(byte) && !delimiters.has(byte);

const deepest = 60;

/** Reads one value after the other. */
export class PdfReader {
  at: number;
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Past spaces and comments; false at the end. */
  more(): boolean {
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte === undefined) return false;
      if (byte === 37)
        while (this.at < this.bytes.length && this.bytes[this.at] !== 10 && this.bytes[this.at] !== 13) this.at += 1;
      else if (isSpace(byte)) this.at += 1;
      else return true;
    }
  }

  value(depth = 0): PdfValue {
    if (!this.more() || depth > deepest) return { word: '' };
    const byte = this.bytes[this.at];
    if (byte === 47) return this.#name();
    if (byte === 40) return this.#literal();
    if (byte === 91) return this.#array(depth);
    if (byte === 60) return this.bytes[this.at + 1] === 60 ? this.#dict(depth) : this.#hex();
    if (isRegular(byte)) return this.#regular();
    this.at += byte === 62 && this.bytes[this.at + 1] === 62 ? 2 : 1;
    return { word: byte === 93 ? ']' : byte === 62 ? '>>' : '' };
  }

  #token(): string {
    const start = this.at;
    while (isRegular(this.bytes[this.at])) this.at += 1;
    return String.fromCharCode(...this.bytes.subarray(start, Math.min(this.at, start + 4096)));
  }

  #name(): PdfName {
    this.at += 1;
    return {
      name: this.#token().replace(/#([0-9a-f]{2})/gi, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      ),
    };
  }

  /** A number, a reference (`12 0 R`), a keyword. */
  #regular(): PdfValue {
    const token = this.#token();
    if (!/^[+-]*\d*\.?\d*(-\d*)?$/.test(token) || !/\d/.test(token)) {
      return token === 'true' ? true : token === 'false' ? false : token === 'null' ? null : { word: token };
    }
    const number = Number.parseFloat(token.replace(/^[+-]*(?=[+-])/, ''));
    if (!/^\d+$/.test(token)) return number;
    const back = this.at;
    if (this.more() && isDigit(this.bytes[this.at])) {
      const generation = this.#token();
      if (
        /^\d+$/.test(generation) &&
        this.more() &&
        this.bytes[this.at] === 82 &&
        !isRegular(this.bytes[this.at + 1])
      ) {
        this.at += 1;
        return { ref: number };
      }
    }
    this.at = back;
    return number;
  }

  #array(depth: number): PdfValue[] {
    const list: PdfValue[] = [];
    this.at += 1;
    while (this.more()) {
      const value = this.value(depth + 1);
      if (isWord(value)) {
        if (value.word === ']') break;
        if (value.word === '' || value.word === 'endobj') break;
      }
      list.push(value);
    }
    return list;
  }

  #dict(depth: number): PdfDict {
    const dict = new Map<string, PdfValue>();
    this.at += 2;
    while (this.more()) {
      const key = this.value(depth + 1);
      if (!isName(key)) {
        if (isWord(key) && (key.word === '>>' || key.word === 'endobj' || key.word === '')) break;
        continue;
      }
      const value = this.value(depth + 1);
      if (isWord(value) && value.word === '>>') break;
      dict.set(key.name, value);
    }
    return { dict };
  }

  #literal(): string {
    let text = '';
    let open = 0;
    for (; this.at < this.bytes.length; this.at += 1) {
      const byte = this.bytes[this.at]!;
      if (byte === 92) {
        this.at += 1;
        text += this.#escaped();
        continue;
      }
      if (byte === 40 && ++open === 1) continue;
      if (byte === 41 && --open === 0) break;
      text += String.fromCharCode(byte);
    }
    this.at += 1;
    return text;
  }

  #escaped(): string {
    const byte = this.bytes[this.at] ?? 0;
    if (!isDigit(byte))
      return { 110: '\n', 114: '\r', 116: '\t', 98: '\b', 102: '\f', 10: '' }[byte] ?? String.fromCharCode(byte);
    let octal = '';
    for (let index = 0; index < 3 && isDigit(this.bytes[this.at + index]); index += 1)
      octal += String.fromCharCode(this.bytes[this.at + index]!);
    this.at += octal.length - 1;
    return String.fromCharCode(Number.parseInt(octal, 8) & 255);
  }

  #hex(): string {
    const end = this.bytes.indexOf(62, this.at);
    const stop = end < 0 ? this.bytes.length : end;
    let digits = '';
    for (let at = this.at + 1; at < stop; at += 1)
      if (!isSpace(this.bytes[at])) digits += String.fromCharCode(this.bytes[at]!);
    this.at = stop + 1;
    let text = '';
    for (let at = 0; at < digits.length; at += 2)
      text += String.fromCharCode(Number.parseInt(`${digits.slice(at, at + 2)}0`.slice(0, 2), 16));
    return text;
  }
}

/** Where this word stands, from here on; -1 when nowhere. */
export function find(bytes: Uint8Array, word: string, from: number): number {
  const codes = [...word].map((one) => one.charCodeAt(0));
  for (let at = bytes.indexOf(codes[0]!, from); at >= 0; at = bytes.indexOf(codes[0]!, at + 1)) {
    if (codes.every((code, index) => bytes[at + index] === code)) return at;
  }
  return -1;
}

export interface PdfFile {
  objects: Map<number, PdfValue>;
  /** Dictionaries of trailers and of cross-reference streams, in the order of the file. */
  trailers: PdfDict[];
}

export function readObjects(bytes: Uint8Array): PdfFile {
  const objects = new Map<number, PdfValue>();
  const trailers: PdfDict[] = [];
  const reader = new PdfReader(bytes);
  for (let at = find(bytes, 'obj', 0); at >= 0; at = find(bytes, 'obj', reader.at)) {
    const number = numberBefore(bytes, at);
    reader.at = at + 3;
    if (number === null) continue;
    let value = reader.value();
    if (isDict(value)) value = streamOf(reader, value);
    if (isStream(value) && isName(value.dict.get('Type')) && (value.dict.get('Type') as PdfName).name === 'XRef')
      trailers.push(value);
    objects.set(number, value);
  }
  for (let at = find(bytes, 'trailer', 0); at >= 0; at = find(bytes, 'trailer', at + 7)) {
    const value = new PdfReader(bytes, at + 7).value();
    if (isDict(value)) trailers.push(value);
  }
  return { objects, trailers };
}

/** The number in `12 0 obj`; null when this is no such head. */
function numberBefore(bytes: Uint8Array, at: number): number | null {
  let from = at - 1;
  const skip = (is: (byte: number | undefined) => boolean): number => {
    const start = from;
    while (from >= 0 && is(bytes[from])) from -= 1;
    return start - from;
  };
  skip(isSpace);
  if (skip(isDigit) === 0 || skip(isSpace) === 0) return null;
  const end = from;
  if (skip(isDigit) === 0) return null;
  return Number(String.fromCharCode(...bytes.subarray(from + 1, end + 1)));
}

/** With its bytes, when the word `stream` follows the dictionary. */
function streamOf(reader: PdfReader, value: PdfDict): PdfDict | PdfStream {
  const { bytes } = reader;
  const back = reader.at;
  const word = reader.more() ? reader.value() : null;
  if (!isWord(word ?? undefined) || (word as PdfWord).word !== 'stream') {
    reader.at = back;
    return value;
  }
  let start = reader.at;
  if (bytes[start] === 13) start += 1;
  if (bytes[start] === 10) start += 1;
  const length = value.dict.get('Length');
  // The length is believed when the stream ends there; else the stream ends where it says so itself.
  if (typeof length === 'number' && length >= 0 && start + length <= bytes.length) {
    const probe = new PdfReader(bytes, start + length);
    const after = probe.more() ? probe.value() : null;
    if (isWord(after ?? undefined) && (after as PdfWord).word === 'endstream') {
      reader.at = probe.at;
      return { dict: value.dict, start, end: start + length };
    }
  }
  const found = find(bytes, 'endstream', start);
  let end = found < 0 ? bytes.length : found;
  reader.at = found < 0 ? bytes.length : found + 9;
  if (bytes[end - 1] === 10) end -= 1;
  if (bytes[end - 1] === 13) end -= 1;
  return { dict: value.dict, start, end: Math.max(start, end) };
}
