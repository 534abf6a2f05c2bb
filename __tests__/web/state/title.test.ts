import { titleOf } from '../../../web/state/title';
import { attempt, pageState } from '../samples';

test('the title counts a hold down, until it is over', () => {
  const attempts = [attempt({ status: 'HELD', deadline: 61_000 })];
  expect(titleOf(pageState({ attempts }))).toBe('1:01 left for Quay 1: Keyhold');
  expect(titleOf(pageState({ attempts, now: 61_000 }))).toBe('Keyhold: book an apartment');
});
