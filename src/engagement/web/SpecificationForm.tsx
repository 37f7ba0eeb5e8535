import { useEffect } from 'react';
import type { Words } from '#/base/rules/declare.ts';
import { FormDrawer } from '#/base/web/ActForm.tsx';
import { Form, Input, InputNumber, Select } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { specificationSet } from '../rules/api/projects.ts';
import {
  colourModes,
  colourNames,
  compressionNames,
  compressionsOf,
  deliveredImages,
  deliveredNames,
  faceNames,
  faceRules,
  formatNames,
  imageFormats,
  type Specification,
  usualSpecification,
} from '../rules/specification.ts';
import { strings } from './strings.ts';

interface Values {
  archiveType?: string;
  reason?: string;
  specification: Omit<Specification, 'quality'> & { quality?: number | null };
}

const isLossy = (compression: Specification['compression']): boolean => compression === 'jpeg' || compression === 'jp2';

const toInput = ({ archiveType = '', reason = '', specification }: Values) => ({
  archiveType: archiveType.trim() === '' ? null : archiveType,
  reason,
  specification: {
    ...specification,
    quality: isLossy(specification.compression) ? (specification.quality ?? null) : null,
  },
});

/** 设定技术指标 (2.2-3): begins from what holds, or from what DA/T 31-2017 leads to. */
export function SpecificationForm({
  projectId,
  current,
  open,
  onClose,
  onDone,
}: {
  projectId: string;
  current: Specification | null;
  open: boolean;
  onClose: () => void;
  onDone: () => void;
}) {
  return (
    <FormDrawer
      decl={specificationSet}
      subject={projectId}
      open={open}
      onClose={onClose}
      size={680}
      initial={{ specification: current ?? usualSpecification }}
      toInput={toInput}
      onDone={onDone}
    >
      <Fields />
    </FormDrawer>
  );
}

function Fields() {
  const s = useStrings(strings);
  return (
    <>
      <div className="sc-form-pair">
        <Form.Item name="archiveType" label={s.archiveType} extra={s.archiveTypeNote}>
          <Input maxLength={20} autoComplete="off" />
        </Form.Item>
        <Form.Item name="reason" label={s.changeReason}>
          <Input maxLength={300} autoComplete="off" />
        </Form.Item>
      </div>
      <h3 className="sc-spec-group">{s.images}</h3>
      <ImageFields />
      <h3 className="sc-spec-group">{s.limits}</h3>
      <div className="sc-form-pair">
        <NumberField name="skewAsk" label={s.skewAsk} min={0} max={10} step={0.1} />
        <NumberField name="skewFail" label={s.skewFail} min={0} max={10} step={0.1} />
        <NumberField name="cropMargin" label={s.cropMargin} min={0} max={20} step={0.5} />
      </div>
      <h3 className="sc-spec-group">{s.acceptance}</h3>
      <div className="sc-form-pair">
        <NumberField name="samplePermille" label={s.samplePermille} min={50} max={1000} />
        <NumberField name="sampleLeast" label={s.sampleLeast} min={1} max={10_000} />
        <NumberField name="passCatalogue" label={s.passCatalogue} min={0} max={1000} />
        <NumberField name="passOther" label={s.passOther} min={0} max={1000} />
      </div>
    </>
  );
}

function ImageFields() {
  const s = useStrings(strings);
  const form = Form.useFormInstance<Values>();
  const format = (Form.useWatch(['specification', 'format']) as Specification['format'] | undefined) ?? 'tiff';
  const compression = Form.useWatch(['specification', 'compression']) as Specification['compression'] | undefined;
  const possible = compressionsOf(format);
  useEffect(() => {
    // Another format carries other compressions: the first of them, until somebody chooses.
    if (compression !== undefined && !possible.includes(compression))
      form.setFieldValue(['specification', 'compression'], possible[0]);
  }, [compression, possible, form]);
  return (
    <div className="sc-form-pair">
      <NumberField name="resolution" label={s.resolution} min={200} max={1200} step={50} />
      <ChoiceField name="colour" label={s.colour} values={colourModes} names={colourNames} />
      <ChoiceField name="format" label={s.format} values={imageFormats} names={formatNames} />
      <ChoiceField name="compression" label={s.compression} values={possible} names={compressionNames} />
      {compression !== undefined && isLossy(compression) && (
        <NumberField name="quality" label={s.quality} min={1} max={100} />
      )}
      <Form.Item
        name={['specification', 'naming']}
        label={s.naming}
        extra={s.namingNote}
        rules={[{ required: true, message: s.required }]}
      >
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      <ChoiceField name="faces" label={s.faces} values={faceRules} names={faceNames} />
      <ChoiceField name="delivered" label={s.delivered} values={deliveredImages} names={deliveredNames} />
    </div>
  );
}

interface NumberFieldProps {
  name: keyof Specification;
  label: string;
  min: number;
  max: number;
  step?: number;
}

function NumberField({ name, label, ...range }: NumberFieldProps) {
  const s = useStrings(strings);
  return (
    <Form.Item name={['specification', name]} label={label} rules={[{ required: true, message: s.required }]}>
      <InputNumber {...range} className="sc-grow" />
    </Form.Item>
  );
}

interface ChoiceFieldProps<V extends string> {
  name: keyof Specification;
  label: string;
  values: readonly V[];
  names: Record<V, Words>;
}

function ChoiceField<V extends string>({ name, label, values, names }: ChoiceFieldProps<V>) {
  const s = useStrings(strings);
  const words = useWords();
  return (
    <Form.Item name={['specification', name]} label={label} rules={[{ required: true, message: s.required }]}>
      <Select options={values.map((value) => ({ value, label: words(names[value]) }))} />
    </Form.Item>
  );
}
