import { Modal as AntModal, type ModalProps } from 'antd';
import { useFocusBack } from './focus.ts';

/** A dialog that gives the focus back when it has gone, also when what opened it has gone too. */
export function Modal({ afterClose, ...rest }: ModalProps) {
  const back = useFocusBack(rest.open === true);
  return (
    // It fades and does not grow: a button that moves under the pointer loses a quick person's click.
    <AntModal
      transitionName="ant-fade"
      {...rest}
      afterClose={() => {
        afterClose?.();
        back();
      }}
    />
  );
}
