import { useStrings } from './locale.tsx';
import { strings } from './strings.ts';

/** The seal of the product: its two characters in a square. */
export function Brand({ small = false }: { small?: boolean }) {
  const s = useStrings(strings);
  return (
    <div className="sc-brand" title={s.productLong}>
      <svg className="sc-seal" viewBox="0 0 32 32" aria-hidden="true">
        <rect x="1.5" y="1.5" width="29" height="29" rx="2" />
        <path d="M16 5.5v3M7.5 12V9h17v3M8 15.5h16M19.5 12.5V25l-3-1.2M12 18.5l2 3" />
      </svg>
      {!small && <span>{s.product}</span>}
    </div>
  );
}

/** Frame of the pages without a session: login, opening ceremony, terminal enrolment. */
export function OpenFrame({ children, aside }: { children: React.ReactNode; aside?: React.ReactNode }) {
  const s = useStrings(strings);
  return (
    <div className="sc-open">
      <header className="sc-open-head">
        <Brand />
        <span className="sc-open-long">{s.productLong}</span>
        {aside}
      </header>
      <main id="main" className="sc-open-main">
        {children}
      </main>
    </div>
  );
}
