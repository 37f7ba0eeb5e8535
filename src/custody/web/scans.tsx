/** Scans of a page: each is an act, told by sound, kept in a short list, undone where it can be. */
import { useEffect, useRef, useState } from 'react';
import { isFormMark } from '#/base/rules/form-mark.ts';
import { useBarcode } from '#/base/web/barcode.tsx';
import { Button } from '#/base/web/antd.ts';
import { problemOf } from '#/base/web/client.ts';
import { useLanguage, useStrings } from '#/base/web/locale.tsx';
import { inField } from '#/base/web/shortcuts.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { isBadgeCode } from '#/premises/rules/badges.ts';
import { strings } from './strings.ts';

export interface Taken {
  /** Code as the register has it. */
  code: string;
  note: string;
  undo?: () => Promise<void>;
}

interface Line {
  key: number;
  code: string;
  note: string;
  state: 'right' | 'wrong' | 'undone';
  undo?: (() => Promise<void>) | undefined;
}

/** More than anybody looks back. */
const most = 12;

/** What is an original's label, a cabinet's, or a slip's: everything but badges and forms. */
const isLabel = (code: string): boolean => !isBadgeCode(code) && !isFormMark(code);

export interface Scans {
  lines: readonly Line[];
  undo: (line: Line) => void;
}

/** Hears every label while `on`; `take` enters it, or throws what the server said. */
export function useScans(on: boolean, take: (code: string) => Promise<Taken>): Scans {
  const { language } = useLanguage();
  const [lines, setLines] = useState<readonly Line[]>([]);
  const add = (line: Omit<Line, 'key'>): void =>
    setLines((before) => [{ ...line, key: (before[0]?.key ?? 0) + 1 }, ...before].slice(0, most));
  useBarcode(
    (code) => on && isLabel(code),
    async (scanned) => {
      try {
        const { code, note, undo } = await take(scanned);
        add({ code, note, state: 'right', undo });
        return { right: true, note };
      } catch (error) {
        const problem = problemOf(error);
        add({ code: scanned, note: problem[language], state: 'wrong' });
        return { right: false, note: problem[language] };
      }
    },
  );
  const undo = (line: Line): void => {
    void line
      .undo?.()
      .then(() =>
        setLines((before) => before.map((one) => (one.key === line.key ? { ...one, state: 'undone' as const } : one))),
      )
      .catch((error: unknown) => add({ code: line.code, note: problemOf(error)[language], state: 'wrong' }));
  };
  const last = lines.find(({ state, undo: one }) => state === 'right' && one !== undefined);
  useUndoKey(on && last !== undefined, () => last && undo(last));
  return { lines, undo };
}

/** Ctrl+Z takes the last scan back, but for whoever writes in a field. */
function useUndoKey(on: boolean, run: () => void): void {
  const current = useRef(run);
  useEffect(() => {
    current.current = run;
  });
  useEffect(() => {
    if (!on) return;
    const listen = (event: KeyboardEvent): void => {
      const plain = event.ctrlKey && !event.altKey && !event.shiftKey && !event.metaKey && !event.repeat;
      if (!plain || event.key.toLowerCase() !== 'z' || inField(event.target)) return;
      event.preventDefault();
      current.current();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [on]);
}

export function ScanLog({ scans }: { scans: Scans }) {
  const s = useStrings(strings);
  if (scans.lines.length === 0) return <p className="sc-faint">{s.noScans}</p>;
  const undoable = scans.lines.some(({ state, undo }) => state === 'right' && undo !== undefined);
  return (
    <>
      <ul className="sc-scan-log" aria-live="polite">
        {scans.lines.map((line) => (
          <li key={line.key}>
            <StatusTag tone={line.state === 'right' ? 'done' : line.state === 'wrong' ? 'alarm' : 'off'}>
              <span className="sc-num">{line.code}</span>
            </StatusTag>
            <span className="sc-long">{line.state === 'undone' ? s.undone : line.note}</span>
            {line.state === 'right' && line.undo !== undefined && (
              <Button size="small" onClick={() => scans.undo(line)}>
                {s.undo}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {undoable && <p className="sc-faint">{s.undoKey}</p>}
    </>
  );
}
