/**
 * The mark that ties a sheet of paper to its record: `form/version/id/hash` in the QR code.
 *
 * `hash` is the first 16 hex digits of the digest of the stored canonical data JSON, so a changed
 * record shows as changed when the sheet is scanned back.
 */
export interface FormMark {
  /** Form name, `<room>.<form>`. */
  form: string;
  /** Version of the form's layout and wording, a whole number from 1. */
  version: number;
  /** Id of the stored print. */
  id: string;
  hash: string;
}

const part = /^[A-Za-z0-9._-]{1,80}$/;
const hashShape = /^[0-9a-f]{16}$/;

/** @throws RangeError when a part could not be read back from the QR code. */
export function writeFormMark(mark: FormMark): string {
  const fit =
    part.test(mark.form) &&
    part.test(mark.id) &&
    hashShape.test(mark.hash) &&
    Number.isSafeInteger(mark.version) &&
    mark.version >= 1;
  if (!fit) throw new RangeError(`form mark cannot be printed: ${mark.form} v${mark.version}`);
  return `${mark.form}/${mark.version}/${mark.id}/${mark.hash}`;
}

export function readFormMark(text: string): FormMark | null {
  const [form = '', version = '', id = '', hash = '', ...rest] = text.split('/');
  if (rest.length > 0 || !part.test(form) || !/^[1-9]\d{0,5}$/.test(version)) return null;
  if (!part.test(id) || !hashShape.test(hash)) return null;
  return { form, version: Number(version), id, hash };
}

/** Barcode pattern for `useBarcode`. */
export const isFormMark = (text: string): boolean => readFormMark(text) !== null;
