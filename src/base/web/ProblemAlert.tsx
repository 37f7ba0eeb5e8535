import type { ReactNode } from 'react';
import type { Problem } from '#/base/rules/refusal.ts';
import { Alert, Button, type FormInstance } from './antd.ts';
import { isChanged, nearestField, type FieldName } from './field-errors.ts';
import { useLanguage, useStrings } from './locale.tsx';
import { strings } from './strings.ts';

/**
 * Puts each field error under its field. A path below a registered field (`owner.id` for `owner`)
 * goes to that field. Returns the errors for which the form shows no field.
 */
export function placeFieldErrors(
  form: FormInstance,
  problem: Problem,
  language: 'zh' | 'en',
): Problem['errors'] & object {
  const shown = form.getFieldsError().map((field) => field.name);
  const errors =
    problem.errors ?? (problem.field === undefined ? [] : [{ field: problem.field, zh: problem.zh, en: problem.en }]);
  const placed = new Map<string, { name: FieldName; errors: string[] }>();
  const left: Problem['errors'] & object = [];
  for (const error of errors) {
    const name = nearestField(shown, error.field);
    if (name === undefined) {
      left.push(error);
      continue;
    }
    const entry = placed.get(name.join('.')) ?? { name, errors: [] };
    entry.errors.push(error[language]);
    placed.set(name.join('.'), entry);
  }
  const first = [...placed.values()][0];
  form.setFields([...placed.values()]);
  if (first !== undefined) form.scrollToField(first.name, { block: 'center', focus: true });
  return left;
}

/** What the server said of a field holds for the value it was sent: another value takes it away. */
export function forgetFieldErrors(form: FormInstance, changed: object): void {
  const stale = form.getFieldsError().filter(({ name, errors }) => errors.length > 0 && isChanged(changed, name));
  form.setFields(stale.map(({ name }) => ({ name, errors: [] })));
}

/** What happened, what to do next, and each field at fault; a conflict offers the latest version. */
export function ProblemAlert({
  problem,
  onReload,
  onRetry,
  fields = true,
}: {
  problem: Problem | null;
  onReload?: (() => void) | undefined;
  onRetry?: (() => void) | undefined;
  /** Also list field errors: off where a form shows them. */
  fields?: boolean;
}): ReactNode {
  const { language } = useLanguage();
  const s = useStrings(strings);
  if (problem === null) return null;
  const conflict = problem.code === 'version-conflict';
  const what = language === 'zh' ? problem.zh : problem.en;
  const next = language === 'zh' ? problem.nextZh : problem.nextEn;
  return (
    <Alert
      role="alert"
      type="error"
      showIcon
      className="sc-problem"
      title={what}
      description={
        <>
          <div>{conflict ? s.act.conflict : next}</div>
          {fields && problem.errors !== undefined && problem.errors.length > 0 && (
            <ul className="sc-plain-list">
              {problem.errors.map((error) => (
                <li key={`${error.field} ${error.en}`}>
                  <code>{error.field.replace(/^input\./, '')}</code> {error[language]}
                </li>
              ))}
            </ul>
          )}
          <div className="sc-faint sc-small">
            {s.act.code} {problem.code}
          </div>
        </>
      }
      action={
        conflict && onReload !== undefined ? (
          <Button size="small" onClick={onReload}>
            {s.act.reload}
          </Button>
        ) : onRetry !== undefined ? (
          <Button size="small" onClick={onRetry}>
            {s.act.retry}
          </Button>
        ) : null
      }
    />
  );
}
