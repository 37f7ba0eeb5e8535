import { App } from '#/base/web/antd.ts';
import { useStrings } from '#/base/web/locale.tsx';
import { strings } from './strings.ts';

/** A point of a safety check or a round while it is being filled in. */
export interface PointEntry<Code extends string> {
  item: Code;
  passed?: boolean;
  remark?: string;
  photos?: string[];
  failure?: { owner: string; dueOn: string };
}

/** As the act takes it; who corrects it by when is said of what is not in order only. */
export const toPoint = <Code extends string>({
  item,
  passed = false,
  remark = '',
  photos = [],
  failure,
}: PointEntry<Code>) => ({
  item,
  passed,
  remark,
  photos,
  failure: passed || failure === undefined ? null : failure,
});

/** Tells the numbers of the issues that points not in order opened. */
export function useIssuesOpened(): (done: { issues: readonly string[] }) => void {
  const s = useStrings(strings);
  const { notification } = App.useApp();
  return ({ issues }) => {
    if (issues.length > 0) notification.info({ title: s.opened, description: issues.join(' '), duration: 10 });
  };
}
