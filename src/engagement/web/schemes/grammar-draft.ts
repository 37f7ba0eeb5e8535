/** A grammar as the form holds it: code tables as text, one code a line. */
import {
  type Form,
  type Grammar,
  type Segment,
  type SegmentName,
  segmentNames,
} from '../../rules/archival-code/grammar.ts';

export type FormType = Form['type'];

export interface DraftSegment {
  name: SegmentName;
  label?: string;
  before: Segment['before'];
  type: FormType;
  /** Of free letters. */
  set?: 'digit' | 'upper' | 'alnum' | 'alnumHan';
  min?: number;
  max?: number;
  padded?: boolean;
  /** `WS 文书`, one a line. */
  codes?: string;
  optional?: boolean;
  needs?: SegmentName;
  except?: ('year' | 'retention')[];
}

export const draftOf = ({ segments }: Grammar): DraftSegment[] =>
  segments.map(({ name, label, before, form, optional, needs }) => ({
    ...{ name, before, type: form.type, optional },
    ...(label !== undefined && { label }),
    ...(needs !== undefined && { needs }),
    ...(form.type === 'number' && { min: form.min, max: form.max, padded: form.padded }),
    ...(form.type === 'letters' && { set: form.set, min: form.min, max: form.max, except: form.except }),
    ...(form.type === 'table' && { codes: form.codes.map((one) => `${one.code} ${one.name}`).join('\n') }),
  }));

function formOf({
  type,
  set = 'alnum',
  min = 1,
  max = min,
  padded = true,
  codes = '',
  except = [],
}: DraftSegment): Form {
  switch (type) {
    case 'number':
      return { type, min, max, padded, zero: false };
    case 'letters':
      return { type, set, min, max, except };
    case 'table':
      return {
        type,
        codes: codes
          .split('\n')
          .map((row) => row.trim())
          .filter((row) => row !== '')
          .map((row) => {
            const [code = '', ...name] = row.split(/\s+/);
            return { code, name: name.join(' ') || code };
          }),
      };
    case 'fonds':
    case 'year':
    case 'retention':
    case 'list':
      return { type };
  }
}

/** The grammar that the form describes; other orders of a preset stay while its segments do. */
export function grammarOf(draft: readonly DraftSegment[], orders: Grammar['orders']): Grammar {
  const segments = draft.map((one): Segment => {
    const { name, before, optional = false, needs, label } = one;
    return {
      ...{ name, form: formOf(one), before, optional },
      ...(needs !== undefined && { needs }),
      ...(label !== undefined && label.trim() !== '' && { label }),
    };
  });
  const names = segments.map(({ name }) => name).toSorted();
  const kept = orders.filter((order) => order.toSorted().join() === names.join());
  return { segments, orders: kept };
}

/** A name that no segment bears yet. */
export const unusedName = (draft: readonly DraftSegment[]): SegmentName =>
  segmentNames.find((name) => !draft.some((one) => one.name === name)) ?? 'item';
