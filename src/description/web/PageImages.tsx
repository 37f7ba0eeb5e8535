import { useStrings } from '#/base/web/locale.tsx';
import { strings } from './strings.ts';

/** The place of the page images beside what is typed; imaging has none to show here yet, and that is said. */
export function PageImages() {
  const s = useStrings(strings);
  return (
    <section className="sc-card sc-describe-images" aria-label={s.images}>
      <p className="sc-empty">{s.noImages}</p>
    </section>
  );
}
