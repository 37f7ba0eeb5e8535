import { useState } from 'react';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Button, Form, Input, Select } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { schemeAdd } from '../../rules/api/scopes.ts';
import { presets } from '../../rules/archival-code/presets.ts';
import { type DraftSegment, draftOf, grammarOf, unusedName } from './grammar-draft.ts';
import { SampleCode } from './SampleCode.tsx';
import { SegmentFields } from './SegmentFields.tsx';
import { strings } from './strings.ts';

interface Values {
  preset: string;
  name: string;
  segments: DraftSegment[];
}

const presetOf = (key: string | undefined) => presets.find((one) => one.key === key) ?? presets[0];
const ordersOf = (key: string | undefined) => presetOf(key)?.grammar.orders ?? [];

const toInput = ({ name, segments, preset }: Values) => ({ name, grammar: grammarOf(segments, ordersOf(preset)) });

/** 新增档号规则: from one of the standards, changed to how this archive writes its codes. */
export function SchemeForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  const first = presets[0];
  return (
    <FormDrawer
      decl={schemeAdd}
      open={open}
      onClose={onClose}
      size={760}
      initial={first === undefined ? {} : { preset: first.key, segments: draftOf(first.grammar) }}
      toInput={toInput}
    >
      <Fields />
    </FormDrawer>
  );
}

function Fields() {
  const s = useStrings(strings);
  const words = useWords();
  const form = Form.useFormInstance<Values>();
  const [sample, setSample] = useState('');
  const preset = Form.useWatch('preset') as string | undefined;
  const segments = (Form.useWatch('segments') as DraftSegment[] | undefined) ?? [];
  const begin = (key: string): void => {
    const chosen = presetOf(key);
    if (chosen === undefined) return;
    form.setFieldsValue({ name: words(chosen.name), segments: draftOf(chosen.grammar) });
  };
  return (
    <>
      <Form.Item name="preset" label={s.preset} extra={s.presetNote}>
        <Select
          onChange={begin}
          options={presets.map(({ key, name, source }) => ({ value: key, label: `${source} ${words(name)}` }))}
        />
      </Form.Item>
      <Form.Item name="name" label={s.name} rules={[{ required: true, whitespace: true, message: s.required }]}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <SampleCode grammar={grammarOf(segments, ordersOf(preset))} text={sample} onText={setSample} />
      <h3 className="sc-group-title">{s.segments}</h3>
      <Form.List name="segments">
        {(fields, { add, remove, move }) => (
          <>
            {fields.map(({ key, name }) => (
              <SegmentFields
                key={key}
                index={name}
                onRemove={() => remove(name)}
                onUp={name === 0 ? null : () => move(name, name - 1)}
              />
            ))}
            <Button
              onClick={() =>
                add({ name: unusedName(segments), before: '-', type: 'number', min: 3, max: 4, padded: true })
              }
            >
              {s.addSegment}
            </Button>
          </>
        )}
      </Form.List>
    </>
  );
}
