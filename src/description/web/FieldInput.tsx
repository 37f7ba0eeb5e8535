import { useMemo } from 'react';
import type { Refusal } from '#/base/rules/refusal.ts';
import { fill } from '#/base/rules/refusal.ts';
import { Input } from '#/base/web/antd.ts';
import { useLanguage, useStrings } from '#/base/web/locale.tsx';
import type { Field } from '../rules/field.ts';
import type { Suggestion } from '../rules/suggestion.ts';
import { valueMessages } from '../rules/value-messages.ts';
import { namesIn } from '../rules/value.ts';
import { strings } from './strings.ts';

export const inputId = (key: string): string => `describe-${key}`;

interface Props {
  field: Field;
  text: string;
  /** Page from which the value was accepted. */
  from: number | null;
  suggestion: Suggestion | null;
  wrong: Refusal | null;
  /** It was typed twice and compared. */
  fixed: boolean;
  onType: (text: string) => void;
  onLeave: () => void;
}

/** One field: what is wrong with it is said while it is typed. */
export function FieldInput({ field, text, from, suggestion, wrong, fixed, onType, onLeave }: Props) {
  const { language } = useLanguage();
  const id = inputId(field.key);
  const common = {
    ...{
      id,
      value: text,
      autoComplete: 'off',
      readOnly: fixed,
      'aria-required': field.need === 'must',
      'aria-describedby': `${id}-said`,
    },
    ...{ 'aria-invalid': wrong !== null, onBlur: onLeave },
    ...(wrong !== null && { status: 'error' as const }),
  };
  return (
    <div className="sc-describe-field">
      <label htmlFor={id} className={field.need === 'must' ? 'sc-describe-must' : undefined}>
        {field[language]}
      </label>
      <div>
        {field.kind === 'longText' ? (
          <Input.TextArea {...common} rows={2} onChange={(event) => onType(event.target.value)} />
        ) : (
          <Input
            {...common}
            className={field.kind === 'date' || field.kind === 'number' ? 'sc-num' : ''}
            onChange={(event) => onType(event.target.value)}
          />
        )}
        <p id={`${id}-said`} className={wrong === null ? 'sc-describe-said' : 'sc-describe-said sc-describe-wrong'}>
          {wrong === null ? (
            <Said field={field} text={text} from={from} suggestion={suggestion} />
          ) : (
            said(wrong, language)
          )}
        </p>
      </div>
    </div>
  );
}

function said({ code, params }: Refusal, language: 'zh' | 'en'): string {
  const message = valueMessages[code as keyof typeof valueMessages][language];
  return `${fill(message.what, params, language)}${language === 'zh' ? '。' : '. '}${fill(message.next, params, language)}`;
}

/** What helps at this field: a suggestion before all, then what the value means, then how it is written. */
function Said({ field, text, from, suggestion }: Pick<Props, 'field' | 'text' | 'from' | 'suggestion'>) {
  const s = useStrings(strings);
  const dates = useDates(field, text);
  if (text === '' && suggestion !== null)
    return <span className="sc-describe-suggested">{s.suggestion(suggestion.text, suggestion.box.page)}</span>;
  if (from !== null) return s.accepted(from);
  if (text === '') {
    if (field.kind === 'list') return field.values.join(' · ');
    if (field.kind === 'date') return field.range ? `${s.dateHint} · ${s.rangeHint}` : s.dateHint;
    return field.kind === 'longText' ? s.longHint : '';
  }
  if (field.kind === 'date') return dates;
  return field.kind === 'names' ? s.names(namesIn(text).length) : '';
}

/** A date as it is read. */
function useDates(field: Field, text: string): string {
  const s = useStrings(strings);
  return useMemo(() => {
    if (field.kind !== 'date') return '';
    return [...text.matchAll(/(\d{4})(\d{2})(\d{2})/g)]
      .map(([, year = '', month = '', day = '']) => s.date(year, month, day))
      .join(s.to);
  }, [field.kind, text, s]);
}
