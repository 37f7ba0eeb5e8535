import type { ComponentProps } from 'react';
import { Form, Radio } from '../antd.ts';

type ItemProps = Required<ComponentProps<typeof Form.Item>>;

interface Props {
  name: ItemProps['name'];
  label: string;
  extra?: ItemProps['extra'];
  rules?: ItemProps['rules'];
  options: { value: string | boolean; label: string }[];
}

/** One of a few, all of them seen. A form's label does not name a group of buttons by itself: it is named here. */
export function RadioField({ options, ...item }: Props) {
  return (
    <Form.Item {...item}>
      <Radio.Group aria-label={item.label} options={options} />
    </Form.Item>
  );
}
