import { BarcodeOutlined, CheckCircleFilled, CloseCircleFilled, LoadingOutlined } from '@ant-design/icons';
import { useEffect, useRef, useState } from 'react';
import { shownCode, typedCode } from '#/base/rules/barcode.ts';
import { Input, type InputRef } from './antd.ts';
import { useBarcodes, type LastScan } from './barcode.tsx';
import { useStrings } from './locale.tsx';
import { playVerdict } from './sound.ts';
import { strings } from './strings.ts';

export const barcodeBoxId = 'sc-barcode';

/** Milliseconds the verdict stays beside the box. */
const shownMs = 8000;

function Verdict({ scan }: { scan: LastScan }) {
  const s = useStrings(strings);
  // What is told why it is refused has been read well enough.
  const refused = scan.note === null ? s.barcode.wrong : s.barcode.refused;
  const word = scan.state === 'right' ? s.barcode.right : refused;
  const note = scan.note ?? (scan.state === 'unknown' ? s.barcode.unknown : null);
  return (
    <span className={`sc-verdict sc-verdict-${scan.state}`}>
      {scan.state === 'working' ? (
        <LoadingOutlined aria-hidden />
      ) : scan.state === 'right' ? (
        <CheckCircleFilled aria-hidden />
      ) : (
        <CloseCircleFilled aria-hidden />
      )}
      {scan.state !== 'working' && <b>{word}</b>}
      <code>{shownCode(scan.code)}</code>
      {note !== null && <span>{note}</span>}
    </span>
  );
}

/** The visible twin of the scanner: type a code by hand here, and see what the last scan came to. */
export function BarcodeBox() {
  const s = useStrings(strings);
  const { dispatch, last } = useBarcodes();
  const input = useRef<InputRef>(null);
  const [text, setText] = useState('');
  const [tooShort, setTooShort] = useState(false);
  const [gone, setGone] = useState(0);

  useEffect(() => {
    if (last === null || last.state === 'working') return;
    const timer = setTimeout(() => setGone(last.count), shownMs);
    return () => clearTimeout(timer);
  }, [last]);

  const submit = (): void => {
    const code = typedCode(text);
    setTooShort(code === null && text.trim() !== '');
    if (code === null) {
      if (text.trim() !== '') playVerdict(false);
      return;
    }
    setText('');
    dispatch(code);
  };
  return (
    <div className="sc-barcode">
      <Input
        ref={input}
        id={barcodeBoxId}
        value={text}
        prefix={<BarcodeOutlined aria-hidden />}
        suffix={
          <kbd className="sc-key" aria-hidden="true">
            F2
          </kbd>
        }
        placeholder={s.header.barcode}
        aria-label={s.header.barcode}
        title={s.header.barcodeHint}
        status={tooShort ? 'error' : ''}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setText(event.target.value);
          setTooShort(false);
        }}
        onPressEnter={submit}
        onKeyDown={(event) => {
          if (event.key === 'Escape') input.current?.blur();
        }}
      />
      <div role="status" aria-live="assertive" className="sc-barcode-status">
        {tooShort ? (
          <span className="sc-verdict sc-verdict-wrong">
            <CloseCircleFilled aria-hidden />
            {s.barcode.short}
          </span>
        ) : last !== null && last.count > gone ? (
          <Verdict key={last.count} scan={last} />
        ) : null}
      </div>
    </div>
  );
}
