/** A status is word, pattern and colour together: nobody has to see colours to read it (GB/T 37668). */
export type Tone = 'plain' | 'active' | 'done' | 'attention' | 'alarm' | 'off';

const marks: Record<Tone, React.ReactNode> = {
  plain: <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.6" />,
  active: (
    <>
      <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M6 1.8a4.2 4.2 0 0 1 0 8.4z" fill="currentColor" />
    </>
  ),
  done: (
    <>
      <circle cx="6" cy="6" r="5" fill="currentColor" />
      <path d="M3.5 6.2l1.8 1.8 3.3-3.8" fill="none" stroke="#fff" strokeWidth="1.5" />
    </>
  ),
  attention: <path d="M6 1l5.2 9.6H.8z" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinejoin="round" />,
  alarm: <path d="M3.6 0.8h4.8L11.2 3.6v4.8L8.4 11.2H3.6L0.8 8.4V3.6z" fill="currentColor" />,
  off: <path d="M2.2 2.2l7.6 7.6M9.8 2.2l-7.6 7.6" stroke="currentColor" strokeWidth="1.6" />,
};

export function StatusTag({ tone, children, title }: { tone: Tone; children: React.ReactNode; title?: string }) {
  return (
    <span className={`sc-status sc-status-${tone}`} title={title}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        {marks[tone]}
      </svg>
      {children}
    </span>
  );
}
