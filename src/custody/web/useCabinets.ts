import { useView } from '#/base/web/query.tsx';
import { cabinetList } from '../rules/api/work.ts';

/** The cabinets that stand there, and whether what was scanned is the label of one. */
export function useCabinets() {
  const { data, refetch } = useView(cabinetList, { input: {} });
  return {
    cabinets: data?.items ?? [],
    /** A scan may be faster than the list: then it waits, and is not taken for an original. */
    isCabinet: async (text: string): Promise<boolean> => {
      const known = data ?? (await refetch({ cancelRefetch: false, throwOnError: true })).data;
      return known?.items.some(({ code }) => code === text) ?? false;
    },
  };
}
