import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { useEffect, useState } from 'react';
import { Button } from './antd.ts';
import { useStrings } from './locale.tsx';
import { strings } from './strings.ts';

/** Text that a person may need elsewhere, with a button that copies it and says when it worked. */
export function CopyText({ text, children }: { text: string; children?: React.ReactNode }) {
  return (
    <span className="sc-copy">
      {children ?? text}
      <CopyButton text={text} />
    </span>
  );
}

/** Copies what stands beside it; `label` names it where the text itself is long. */
export function CopyButton({ text, label = text }: { text: string; label?: string }) {
  const s = useStrings(strings);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Button
      type="text"
      size="small"
      className="sc-copy-button"
      icon={copied ? <CheckOutlined aria-hidden /> : <CopyOutlined aria-hidden />}
      aria-label={copied ? s.text.copied : `${s.text.copy} ${label}`}
      title={s.text.copy}
      onClick={(event) => {
        event.stopPropagation();
        void copyToClipboard(text).then(setCopied);
      }}
    />
  );
}

/** The clipboard API needs a secure context, which a LAN page with the site's certificate is. */
async function copyToClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** A digest: first and last digits on screen, the whole in the title and the clipboard. */
export function DigestText({ digest, head = 12 }: { digest: string | null; head?: number }) {
  if (digest === null) return <span className="sc-faint">—</span>;
  const short = digest.length > head + 6 ? `${digest.slice(0, head)}…${digest.slice(-4)}` : digest;
  return (
    <CopyText text={digest}>
      <code className="sc-digest" title={digest}>
        {short}
      </code>
    </CopyText>
  );
}
