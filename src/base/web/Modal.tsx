import { Modal as AntModal, type ModalProps } from 'antd';
import { useFocusBack } from './focus.ts';

/** A dialog that gives the focus back when it has gone, also when what opened it has gone too. */
export function Modal({ afterClose, ...rest }: ModalProps) {
  const back = useFocusBack(rest.open === true);
  return (
    <AntModal
      {...rest}
      afterClose={() => {
        afterClose?.();
        back();
      }}
    />
  );
}
