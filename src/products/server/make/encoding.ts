/** Texts in the encoding that a package is asked in: letters that it lacks are told, never replaced. */
import iconv from 'iconv-lite';
import type { Encoding } from '../../rules/package.ts';

/** Letters of a text that the encoding lacks, each once. */
export function lettersLacking(text: string, encoding: Encoding): string[] {
  if (encoding === 'utf-8') return [];
  const letters = [...new Set(text)].filter((letter) => letter > '\u007f');
  return letters.filter((letter) => iconv.decode(iconv.encode(letter, encoding), encoding) !== letter);
}

/** @throws RangeError for a letter that it lacks: sealing has refused it */
export function encoded(text: string, encoding: Encoding): Buffer {
  const lacking = lettersLacking(text, encoding);
  if (lacking.length > 0) throw new RangeError(`${encoding} lacks ${lacking.join('')}`);
  return encoding === 'utf-8' ? Buffer.from(text) : iconv.encode(text, encoding);
}
