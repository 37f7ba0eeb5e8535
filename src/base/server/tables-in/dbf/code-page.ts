import { TextDecoder } from 'node:util';
import type { TableRefusal, TableWarning } from '#/base/rules/tables-in/table.ts';
import { refuse } from '#/base/rules/refusal.ts';

/** Language drivers whose code page this system can decode, by WHATWG name. */
const encodings: Readonly<Record<number, string>> = {
  ...{ 0x03: 'windows-1252', 0x57: 'windows-1252', 0x58: 'windows-1252', 0x59: 'windows-1252', 0x04: 'macintosh' },
  ...{ 0x26: 'ibm866', 0x65: 'ibm866', 0xc8: 'windows-1250', 0xc9: 'windows-1251', 0xca: 'windows-1254' },
  ...{ 0xcb: 'windows-1253', 0xcc: 'windows-1257', 0x7d: 'windows-1255', 0x7e: 'windows-1256' },
  ...{ 0x4d: 'gb18030', 0x7a: 'gb18030', 0x4f: 'big5', 0x78: 'big5', 0x4e: 'euc-kr', 0x79: 'euc-kr' },
  ...{ 0x13: 'shift_jis', 0x7b: 'shift_jis', 0x50: 'windows-874', 0x7c: 'windows-874' },
};

const singleByte = /^(?:windows-12|macintosh|ibm)/;

/** Counts the texts beyond ASCII by what they could be. */
export class TextCensus {
  #texts = 0;
  #utf8 = 0;
  #gb18030 = 0;
  /** Runs of GB2312 characters only, as Western text hardly has them. */
  #likeGb2312 = 0;
  readonly #strict = {
    utf8: new TextDecoder('utf-8', { fatal: true }),
    gb: new TextDecoder('gb18030', { fatal: true }),
  };

  add(bytes: Buffer): void {
    if (bytes.every((byte) => byte < 0x80)) return;
    this.#texts += 1;
    if (decodes(this.#strict.utf8, bytes)) this.#utf8 += 1;
    if (decodes(this.#strict.gb, bytes)) this.#gb18030 += 1;
    if (/^(?:[\0-\x7f]|[\xa1-\xf7][\xa1-\xfe])*$/.test(bytes.toString('latin1'))) this.#likeGb2312 += 1;
  }

  /** What the language driver says; without it UTF-8, else GB18030 when the texts are likely to be. */
  encoding(language: number): { encoding: string; warnings: TableWarning[] } | TableRefusal {
    const stated = encodings[language];
    if (stated !== undefined) {
      const doubtful = singleByte.test(stated) && this.#texts > 2 && this.#likeGb2312 === this.#texts;
      const warnings: TableWarning[] = doubtful
        ? [{ code: 'table-encoding-doubt', params: { stated, likely: 'gb18030' } }]
        : [];
      return { encoding: stated, warnings };
    }
    if (this.#utf8 === this.#texts) return { encoding: 'utf-8', warnings: [] };
    // A text cut off in the middle of a character is a fault of its cell, not of the encoding.
    // Western text decodes as GB18030 too, but hardly ever by pairs of GB2312.
    const isChinese = this.#gb18030 >= this.#texts * 0.9 && this.#likeGb2312 >= this.#texts / 2;
    if (language === 0 && isChinese) return { encoding: 'gb18030', warnings: [] };
    const none = { zh: '未标明', en: 'none' };
    return refuse('table-code-page', { page: language === 0 ? none : `0x${language.toString(16).padStart(2, '0')}` });
  }
}

function decodes(decoder: TextDecoder, bytes: Buffer): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}
