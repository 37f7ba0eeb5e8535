import { expect, test } from 'vitest';
import { matchPhotos, strayPhotos } from './match-photos.ts';

const person = (id: string, name: string) => ({ id, name });
const photo = (id: string, fileName: string) => ({ id, fileName });

test('a photograph is whose name its file bears, and never guessed among namesakes or double files', () => {
  const people = [
    person('1', '李甲'),
    person('2', '李乙'),
    person('3', '王丙'),
    person('4', '王丙'),
    person('5', '赵丁'),
  ];
  const photos = [
    ...[photo('a', '李甲.JPG'), photo('b', ' 李乙 .png'), photo('c', '王丙.jpg')],
    ...[photo('d', '赵丁.jpg'), photo('e', '赵丁.png'), photo('f', '李甲甲.jpg')],
  ];
  const matched = matchPhotos(people, photos);
  expect([...matched]).toEqual([
    ['1', 'a'],
    ['2', 'b'],
  ]);
  expect(strayPhotos(photos, matched).map(({ id }) => id)).toEqual(['c', 'd', 'e', 'f']);
});
