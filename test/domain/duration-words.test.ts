import { expect, it } from 'vitest';
import { durationWords } from '../../src/domain/duration-words.ts';

it.each([
  [0, '0 s'],
  [0.9, '0 s'],
  [45, '45 s'],
  [540, '9 min'],
  [3_599, '59 min 59 s'],
  [3_600, '1 h'],
  [85_680, '23 h 48 min'],
  [345_600, '4 d'],
  [90_061, '1 d 1 h'],
  [-5, '0 s'],
])('%d s are %s', (seconds, words) => {
  expect(durationWords(seconds)).toBe(words);
});
