/** The one port by which pages are read, whatever reads them. */
import type { Direction, PageText } from '#/imaging/rules/text/text.ts';

export const engines = ['ppocr', 'tesseract'] as const;
export type Engine = (typeof engines)[number];

export interface ReadOptions {
  /** Page of the file, from 1. */
  page: number;
  direction: Direction;
}

export interface Recogniser extends AsyncDisposable {
  readonly name: Engine;
  /** Of the engine and of its data. */
  readonly version: string;
  /**
   * Reads a page as it is stored: nothing is turned or cleaned before.
   *
   * @throws RangeError when the file has no such page
   * @throws NoEngine when the engine cannot be started on this machine
   * @throws ApartError when the engine ended or took too long
   */
  recognise(source: string | Uint8Array, options: ReadOptions, signal?: AbortSignal): Promise<PageText>;
}

/** The engine of this name is not there, or does not run on this machine: no fault of the page. */
export class NoEngine extends Error {
  override readonly name = 'NoEngine';
  readonly code = 'no-engine';
}
