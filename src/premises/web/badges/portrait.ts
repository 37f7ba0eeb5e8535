/** A photograph as a badge wants it: upright, 5 to 7, a face at 25 mm and no more. */
const width = 600;
const height = 840;

/**
 * Cuts the middle out of what a camera took, and makes it small; turned as the camera says. What
 * this browser cannot read goes as it is, for the server to say what is wrong with it.
 */
export async function portraitOf(file: File): Promise<File> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null);
  if (picture === null) return file;
  const scale = Math.min(picture.width / width, picture.height / height);
  // Never made larger: too small a picture must be refused, not blurred.
  if (scale < 1) return file;
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const cut = { width: width * scale, height: height * scale };
  const at = { x: (picture.width - cut.width) / 2, y: (picture.height - cut.height) / 2 };
  canvas.getContext('2d')?.drawImage(picture, at.x, at.y, cut.width, cut.height, 0, 0, width, height);
  picture.close();
  const made = await new Promise<Blob | null>((done) => {
    canvas.toBlob(done, 'image/jpeg', 0.9);
  });
  return made === null ? file : new File([made], file.name.replace(/\.\w+$/, '.jpg'), { type: 'image/jpeg' });
}
