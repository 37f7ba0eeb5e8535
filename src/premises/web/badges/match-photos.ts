/** Photographs of a group are named after the people; whose one is, is never guessed. */
export interface NamedPhoto {
  id: string;
  fileName: string;
}

interface Person {
  id: string;
  name: string;
}

const baseName = (fileName: string): string =>
  fileName
    .normalize('NFC')
    .replace(/\.[^.]*$/, '')
    .trim();

/** The photograph of each person whose name is that of exactly one file, and who is alone of that name. */
export function matchPhotos(people: readonly Person[], photos: readonly NamedPhoto[]): ReadonlyMap<string, string> {
  const matched = new Map<string, string>();
  for (const { id, name } of people) {
    const files = photos.filter(({ fileName }) => baseName(fileName) === name);
    const namesakes = people.filter((one) => one.name === name);
    const [file] = files;
    if (file && files.length === 1 && namesakes.length === 1) matched.set(id, file.id);
  }
  return matched;
}

/** Files that are nobody's of these, to be named or left out. */
export const strayPhotos = (
  photos: readonly NamedPhoto[],
  matched: ReadonlyMap<string, string>,
): readonly NamedPhoto[] => {
  const used = new Set(matched.values());
  return photos.filter(({ id }) => !used.has(id));
};
