/** An image as it is handed over (成品, 5.6-5): the file that is kept, and the picture of it that books are made of. */

/** png: black and white alone, one bit a pixel. */
export type PictureFormat = 'jpeg' | 'jp2' | 'png';

/** What a writer of books must know of a picture beside its bytes. */
export interface PictureFacts {
  format: PictureFormat;
  /** Pixels as they lie in the file. */
  width: number;
  height: number;
  channels: 1 | 3;
  /** EXIF, 1 to 8: how it is turned to be upright. */
  orientation: number;
  /** Dots per inch of the upright page. */
  dpi: { x: number; y: number };
}

/** Of a page that does not say how large it is. */
export const assumedDpi = 300;
