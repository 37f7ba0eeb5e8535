import { fill, type Refusal } from '#/base/rules/refusal.ts';
import { useLanguage } from '#/base/web/locale.tsx';
import { archivalCodeMessages } from '../../rules/archival-code-messages.ts';

/** What the rules of codes refuse, in words, before anything is sent. */
export function RefusalText({ refusal }: { refusal: Refusal }) {
  const { language } = useLanguage();
  const message = archivalCodeMessages[refusal.code as keyof typeof archivalCodeMessages][language];
  return (
    <span className="sc-code-wrong">
      {fill(message.what, refusal.params, language)} {fill(message.next, refusal.params, language)}
    </span>
  );
}
