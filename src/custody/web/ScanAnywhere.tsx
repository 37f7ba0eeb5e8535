import { useNavigate } from 'react-router';
import { isFormMark } from '#/base/rules/form-mark.ts';
import { problemOf } from '#/base/web/client.ts';
import { useBarcodeAnywhere } from '#/base/web/barcode.tsx';
import { useLanguage } from '#/base/web/locale.tsx';
import { useClient } from '#/base/web/query.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { isBadgeCode } from '#/premises/rules/badges.ts';
import { scanFind } from '../rules/api/due.ts';

/**
 * A volume scanned anywhere: the batch opens in which it is being counted, or the register at it. So
 * fetching and returning begin at the desk with the scanner alone; that scan counts nothing yet.
 */
export function ScanAnywhere() {
  const client = useClient();
  const navigate = useNavigate();
  const permitted = usePermitted();
  const { language } = useLanguage();
  useBarcodeAnywhere(
    (code) => permitted(scanFind.name) && !isBadgeCode(code) && !isFormMark(code),
    async (scanned) => {
      try {
        const { code, title, projectId, counting } = await client.read(scanFind, { input: { code: scanned } });
        const register = `/originals?${new URLSearchParams({ project: projectId, code }).toString()}`;
        void navigate(counting === null ? register : `/batches/${counting}`);
        return { right: true, note: [code, title].filter(Boolean).join(' · ') };
      } catch (error) {
        return { right: false, note: problemOf(error)[language] };
      }
    },
  );
  return null;
}
