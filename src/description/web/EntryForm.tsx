import { type KeyboardEvent, useEffect } from 'react';
import { Button, Form } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { levelNames } from '../rules/field.ts';
import { asKept, refuseMissing, refuseValue } from '../rules/value.ts';
import { FieldInput, inputId } from './FieldInput.tsx';
import { strings } from './strings.ts';
import type { Desk } from './useDesk.ts';

const saveId = 'describe-save';

/** What stands there is chosen, so that typing replaces it and Enter leaves it. */
function focusOn(id: string): void {
  const at = document.getElementById(id);
  at?.focus();
  if (at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement) at.select();
}

/** The form of one entry, by the keyboard alone: Enter, Ctrl+Enter, F4, F8, PageUp, PageDown. */
interface Props {
  own: Desk;
  onSave: () => void;
  /** The field in which the cursor is; null for none. */
  onField: (key: string | null) => void;
}

export function EntryForm({ own, onSave, onField }: Props) {
  const s = useStrings(strings);
  const words = useWords();
  const { slot, draft, desk } = own;
  // One more entry follows another under one key: its code tells them apart.
  const which = slot && `${slot.key}/${slot.code}`;
  const first = slot?.fields[0]?.key;
  useEffect(() => {
    if (which !== undefined && first !== undefined) focusOn(inputId(first));
  }, [which, first]);
  if (slot === undefined) return null;
  const ids = slot.fields.map((field) => inputId(field.key));

  const fieldAt = (target: EventTarget): string | undefined => {
    const id = target instanceof HTMLElement ? target.id : '';
    return slot.fields.find((one) => inputId(one.key) === id)?.key;
  };
  const press = (event: KeyboardEvent): void => {
    // An input method takes its own Enter.
    if (event.nativeEvent.isComposing) return;
    const run = keyOf(event, fieldAt(event.target));
    if (run === null) return;
    event.preventDefault();
    run();
  };
  const keyOf = (
    { key: pressed, ctrlKey, shiftKey, altKey }: KeyboardEvent,
    field: string | undefined,
  ): (() => void) | null => {
    if (pressed === 'Enter' && ctrlKey) return onSave;
    // With Alt it turns the page of the images.
    if (altKey) return null;
    if (pressed === 'PageDown') return () => own.step(1);
    if (pressed === 'PageUp') return () => own.step(-1);
    if (field === undefined) return null;
    if (pressed === 'Enter' && !shiftKey) return () => focusOn(ids[ids.indexOf(inputId(field)) + 1] ?? saveId);
    if (pressed === 'F4') return () => own.repeat(field);
    return pressed === 'F8' ? () => own.accept(field) : null;
  };
  return (
    <Form className="sc-describe-form" onKeyDown={press} onFocus={(event) => onField(fieldAt(event.target) ?? null)}>
      <div className="sc-describe-fields">
        {slot.fields.map((field) => {
          const text = draft.texts[field.key] ?? '';
          const whole = asKept(field, text);
          return (
            <FieldInput
              key={field.key}
              field={field}
              text={text}
              from={draft.sources[field.key]?.page ?? null}
              suggestion={desk.suggestions.find((one) => one.field === field.key) ?? null}
              wrong={refuseValue(field, whole) ?? (slot.version > 0 ? refuseMissing(field, whole) : null)}
              fixed={slot.compared && field.double}
              onType={(next) => own.type(field.key, next)}
              onLeave={() => own.leave(field.key)}
            />
          );
        })}
      </div>
      <footer>
        <Button id={saveId} type="primary" loading={own.busy} title={s.saveKeys} onClick={onSave}>
          {s.save}
        </Button>
        <span className="sc-faint">
          {words(levelNames[slot.level])} · {s.keys}
        </span>
      </footer>
    </Form>
  );
}
