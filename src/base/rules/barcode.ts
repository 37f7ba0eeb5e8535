/**
 * Telling a keyboard-wedge scanner from a person typing, by rhythm alone.
 *
 * A scanner types every character within a few milliseconds and ends with Enter; nobody types four
 * keys and Enter with less than 35 ms between each. Bursts are watched everywhere, so a slip can be
 * scanned without first clicking a field.
 */

/** Longest gap between two keys of one scan, in milliseconds. */
export const scanGapMs = 35;
/** Shortest text taken for a scan. */
const scanMinLength = 4;
/** Longest text kept: more is a cat on the keyboard, or a stuck scanner. */
const scanMaxLength = 512;

export interface KeyPress {
  /** `KeyboardEvent.key`; `Process` while an input method holds the keyboard. */
  key: string;
  /** `KeyboardEvent.code`, the physical key. */
  code: string;
  shift: boolean;
  /** Ctrl, Alt or Meta is down: a command, never part of a scan. */
  command: boolean;
  /** The operating system repeats a key held down. */
  repeat: boolean;
  /** Time of the event in milliseconds, any origin. */
  at: number;
}

export interface Burst {
  text: string;
  lastAt: number;
}

export const noBurst: Burst = { text: '', lastAt: Number.NEGATIVE_INFINITY };

export interface Step {
  burst: Burst;
  /** A burst begins with this key: the moment to remember what the focused field holds. */
  began: boolean;
  /** The whole text, when this key closed a scan. */
  scanned: string | null;
}

const shiftedDigits = ')!@#$%^&*(';
const punctuation: Record<string, readonly [string, string]> = {
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Backslash: ['\\', '|'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
  Backquote: ['`', '~'],
  Space: [' ', ' '],
  NumpadDivide: ['/', '/'],
  NumpadMultiply: ['*', '*'],
  NumpadSubtract: ['-', '-'],
  NumpadAdd: ['+', '+'],
  NumpadDecimal: ['.', '.'],
};

/** The US-layout character of a physical key, for keys which an input method has swallowed. */
export function charOfCode(code: string, shift: boolean): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shift ? letter : letter.toLowerCase();
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return shift ? (shiftedDigits[Number(digit)] ?? null) : digit;
  const pad = /^Numpad(\d)$/.exec(code)?.[1];
  if (pad !== undefined) return pad;
  return punctuation[code]?.[shift ? 1 : 0] ?? null;
}

function charOf(press: KeyPress): string | null {
  if (press.key === 'Process' || press.key === 'Unidentified') return charOfCode(press.code, press.shift);
  return [...press.key].length === 1 ? press.key : null;
}

const isEnter = (press: KeyPress): boolean =>
  press.key === 'Enter' || (press.key === 'Process' && (press.code === 'Enter' || press.code === 'NumpadEnter'));

const silent = new Set(['Shift', 'CapsLock', 'NumLock']);

/** One key further. Keys that carry no character and are not Enter end a burst. */
export function step(burst: Burst, press: KeyPress): Step {
  if (silent.has(press.key)) return { burst, began: false, scanned: null };
  if (press.command || press.repeat) return { burst: noBurst, began: false, scanned: null };

  const inRhythm = press.at - burst.lastAt < scanGapMs && press.at >= burst.lastAt;
  if (isEnter(press)) {
    const whole = inRhythm && burst.text.length >= scanMinLength && burst.text.length <= scanMaxLength;
    return { burst: noBurst, began: false, scanned: whole ? burst.text : null };
  }

  const char = charOf(press);
  if (char === null) return { burst: noBurst, began: false, scanned: null };
  return inRhythm
    ? { burst: { text: burst.text + char, lastAt: press.at }, began: false, scanned: null }
    : { burst: { text: char, lastAt: press.at }, began: true, scanned: null };
}

/** What a person typed into the barcode box: trimmed, or null when it is too short to be a code. */
export function typedCode(text: string): string | null {
  const code = text.trim();
  return code.length >= scanMinLength && code.length <= scanMaxLength ? code : null;
}

/** Letters of a code that are shown again: enough to tell two labels apart, too few to forge a badge by. */
const shownLength = 24;

export const shownCode = (code: string): string => (code.length <= shownLength ? code : `${code.slice(0, 10)}…`);

export type BarcodePattern = RegExp | ((code: string) => boolean);

export function matchesPattern(pattern: BarcodePattern, code: string): boolean {
  if (typeof pattern === 'function') return pattern(code);
  // A shared regular expression with the `g` flag would remember its last position.
  pattern.lastIndex = 0;
  return pattern.test(code);
}

/** The handler for a code: the one registered last, so a drawer goes before the page under it. */
export function pickHandler<H extends { pattern: BarcodePattern }>(handlers: readonly H[], code: string): H | null {
  return handlers.findLast((handler) => matchesPattern(handler.pattern, code)) ?? null;
}
