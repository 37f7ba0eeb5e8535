import { Button, Checkbox, Form, Input, InputNumber, Select, Space } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { labelOf, letterSets, segmentLabels, segmentNames, separators } from '../../rules/archival-code/grammar.ts';
import type { DraftSegment, FormType } from './grammar-draft.ts';
import { strings } from './strings.ts';

const formTypes: readonly FormType[] = ['number', 'fonds', 'year', 'retention', 'list', 'letters', 'table'];

interface Props {
  index: number;
  onRemove: () => void;
  onUp: (() => void) | null;
}

/** One segment of a grammar: what it is, what stands before it, what it takes. */
export function SegmentFields({ index, onRemove, onUp }: Props) {
  const s = useStrings(strings);
  const words = useWords();
  const draft = Form.useWatch(['segments', index]) as DraftSegment | undefined;
  const name = draft === undefined ? '' : words(labelOf(labelled(draft)));
  return (
    <fieldset className="sc-point">
      <legend>{name}</legend>
      <div className="sc-segment">
        <Form.Item name={[index, 'name']} label={s.segment}>
          <Select options={segmentNames.map((value) => ({ value, label: words(segmentLabels[value]) }))} />
        </Form.Item>
        <Form.Item name={[index, 'label']} label={s.label}>
          <Input maxLength={20} autoComplete="off" />
        </Form.Item>
        <Form.Item name={[index, 'before']} label={s.before}>
          <Select options={separators.map((value) => ({ value, label: value === '' ? s.nothing : value }))} />
        </Form.Item>
        <Form.Item name={[index, 'type']} label={s.type}>
          <Select options={formTypes.map((value) => ({ value, label: s.types[value] }))} />
        </Form.Item>
        <FormOfSegment index={index} type={draft?.type} />
        {/* From the standard's own: kept as they are, and a form keeps only what it has a field for. */}
        {(['needs', 'except'] as const).map((kept) => (
          <Form.Item key={kept} name={[index, kept]} hidden>
            <Select {...(kept === 'except' && { mode: 'multiple' as const })} />
          </Form.Item>
        ))}
      </div>
      <Space className="sc-segment-foot">
        <Form.Item name={[index, 'optional']} valuePropName="checked" noStyle>
          <Checkbox>{s.optional}</Checkbox>
        </Form.Item>
        {onUp !== null && (
          <Button type="text" size="small" aria-label={s.up(name)} onClick={onUp}>
            {s.moveUp}
          </Button>
        )}
        <Button type="text" size="small" danger aria-label={s.removeSegment(name)} onClick={onRemove}>
          {s.remove}
        </Button>
      </Space>
    </fieldset>
  );
}

const labelled = ({ name, label, before }: DraftSegment) => ({
  ...{ name, before, optional: false, form: { type: 'year' as const } },
  ...(label !== undefined && label.trim() !== '' && { label }),
});

function FormOfSegment({ index, type }: { index: number; type: FormType | undefined }) {
  const s = useStrings(strings);
  if (type === 'table')
    return (
      <Form.Item name={[index, 'codes']} label={s.codes} className="sc-segment-codes">
        <Input.TextArea rows={4} />
      </Form.Item>
    );
  if (type !== 'number' && type !== 'letters') return null;
  return (
    <>
      {type === 'letters' && (
        <Form.Item name={[index, 'set']} label={s.set} initialValue="alnum">
          <Select options={letterSets.map((value) => ({ value, label: s.sets[value] }))} />
        </Form.Item>
      )}
      <Form.Item name={[index, 'min']} label={s.min} initialValue={3}>
        <InputNumber min={1} max={type === 'number' ? 9 : 20} precision={0} className="sc-grow" />
      </Form.Item>
      <Form.Item name={[index, 'max']} label={s.max} initialValue={4}>
        <InputNumber min={1} max={type === 'number' ? 9 : 20} precision={0} className="sc-grow" />
      </Form.Item>
      {type === 'number' && (
        <Form.Item name={[index, 'padded']} valuePropName="checked" label=" " colon={false} initialValue>
          <Checkbox>{s.padded}</Checkbox>
        </Form.Item>
      )}
    </>
  );
}
