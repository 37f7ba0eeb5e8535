/** An image as viewers and sheets know it. */
export interface ViewedImage {
  /** Its slot. */
  id: string;
  position: number;
  /** What was scanned; null of an empty place. */
  masterId: string | null;
  /** What is shown: its derivative, or what was scanned itself. */
  picture: string | null;
  /** Pixels of what is shown. */
  width: number | null;
  height: number | null;
}

/** One of a contact sheet. */
export interface Tile extends ViewedImage {
  tone: 'good' | 'ask' | 'fail';
  /** In words and signs: colours alone tell nobody anything. */
  label: string;
}
