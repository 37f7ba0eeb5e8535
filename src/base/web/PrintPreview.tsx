import { PrinterOutlined } from '@ant-design/icons';
import fontsAddress from '@fontsource-variable/noto-sans-sc/wght.css?url';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { z } from 'zod';
import { nonceMark } from '#/base/forms/form-style.ts';
import type { ViewDecl } from '#/base/rules/declare.ts';
import type { Problem } from '#/base/rules/refusal.ts';
import { Button, Skeleton } from './antd.ts';
import { problemOf, type ReadArgs } from './client.ts';
import { Drawer } from './Drawer.tsx';
import { formPolicy, pageNonce } from './csp.ts';
import { useStrings, useWords } from './locale.tsx';
import { ProblemAlert } from './ProblemAlert.tsx';
import { useClient, useView } from './query.tsx';
import { usePermitted } from './session.ts';
import { strings } from './strings.ts';

/** What a print view answers. */
export interface PrintedForm {
  printId: string;
  html: string;
  hash: string;
  form: string;
  version: number;
}

/** The frame inherits the page's CSP: its one style element gets the page's nonce, and our font beside it. */
function readyForFrame(html: string, nonce: string, fonts: string): string {
  // Only the first mark: it stands in the head, before anything that a person typed.
  return html.replace(
    `<style nonce="${nonceMark}">`,
    () => `<link rel="stylesheet" href="${fonts}"><style nonce="${nonce}">`,
  );
}

interface PrintPreviewProps {
  printed: PrintedForm;
  /** Called after the browser's print dialog was opened. */
  onPrinted?: () => void;
}

/** Shows the form as it will be printed, and prints exactly that. */
export function PrintPreview({ printed, onPrinted }: PrintPreviewProps) {
  const s = useStrings(strings);
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    if (frame.current !== null) {
      frame.current.srcdoc = formPolicy.createHTML(readyForFrame(printed.html, pageNonce(), fontsAddress));
    }
  }, [printed.html]);
  return (
    <div className="sc-print">
      <div className="sc-print-bar">
        <span>
          {s.print.form} <code>{printed.form}</code> v{printed.version}
        </span>
        <span>
          {s.print.hash} <code>{printed.hash}</code>
        </span>
        <span className="sc-faint sc-grow">{s.print.note}</span>
        <Button
          type="primary"
          icon={<PrinterOutlined aria-hidden />}
          onClick={() => {
            frame.current?.contentWindow?.print();
            onPrinted?.();
          }}
        >
          {s.print.print}
        </Button>
      </div>
      {/* Same origin so that the parent may call print(); without allow-scripts nothing in it runs. */}
      <iframe ref={frame} title={s.print.frame} sandbox="allow-same-origin allow-modals" className="sc-print-frame" />
    </div>
  );
}

function PrintFrame({ open, onClose, children }: { open: boolean; onClose: () => void; children: ReactNode }) {
  const s = useStrings(strings);
  return (
    <Drawer open={open} onClose={onClose} title={s.print.preview} size="min(1120px, 96vw)" destroyOnHidden>
      {children}
    </Drawer>
  );
}

/** The preview of a form that is at hand already, over the page that asked for it. */
export function PrintDrawer({ printed, onClose }: { printed: PrintedForm | null; onClose: () => void }) {
  return (
    <PrintFrame open={printed !== null} onClose={onClose}>
      {printed !== null && <PrintPreview printed={printed} />}
    </PrintFrame>
  );
}

/** A form that is made anew each time it is asked for, and what to show of it. */
export function usePrint<D extends ViewDecl<string, z.ZodType, z.ZodType<PrintedForm>>>(view: D) {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [printed, setPrinted] = useState<PrintedForm | null>(null);
  const print = async (args: ReadArgs<D>): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      setPrinted(await client.read(view, args));
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return { print, busy, problem, preview: <PrintDrawer printed={printed} onClose={() => setPrinted(null)} /> };
}

type PrintView = ViewDecl<string, z.ZodType<Record<string, never>, Record<string, never>>, z.ZodType<PrintedForm>>;

function PrintOf({ view, subject }: { view: PrintView; subject: string }) {
  const print = useView(view, { subject });
  if (print.problem !== null) return <ProblemAlert problem={print.problem} />;
  return print.data === undefined ? <Skeleton active /> : <PrintPreview printed={print.data} />;
}

/** Prints one subject through its print view; the view is read, and so recorded, once it opens. */
export function PrintViewDrawer({
  view,
  subject,
  onClose,
}: {
  view: PrintView;
  subject: string | null;
  onClose: () => void;
}) {
  return (
    <PrintFrame open={subject !== null} onClose={onClose}>
      {subject !== null && <PrintOf view={view} subject={subject} />}
    </PrintFrame>
  );
}

interface PrintButtonProps {
  view: PrintView;
  subject: string;
  /** Tells it apart from others of its kind on the page. */
  of?: string;
  size?: 'small';
}

/** A button that prints one subject; not there for whoever may not. */
export function PrintButton({ view, subject, of, size }: PrintButtonProps) {
  const words = useWords();
  const permitted = usePermitted();
  const [open, setOpen] = useState(false);
  if (!permitted(view.name)) return null;
  return (
    <>
      <Button
        {...(size && { size })}
        {...(of !== undefined && { 'aria-label': `${words(view.label)} ${of}` })}
        icon={<PrinterOutlined aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {words(view.label)}
      </Button>
      <PrintViewDrawer view={view} subject={open ? subject : null} onClose={() => setOpen(false)} />
    </>
  );
}
