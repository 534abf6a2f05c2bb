import { Unanswered } from '../../../web/api/failures';
import { fetchWhereabouts } from '../../../web/api/whereabouts';
import { json, scripted } from '../scripted-api';

test.each([
  [
    { country: 'DE', device: 'phone' },
    { country: 'DE', phone: true },
  ],
  [
    { country: 'us', device: 'desktop' },
    { country: 'US', phone: false },
  ],
  [
    { country: '', device: 'tablet' },
    { country: undefined, phone: false },
  ],
  [{ country: 'XX' }, { country: undefined, phone: false }],
  [{ country: 'Germany' }, { country: undefined, phone: false }],
  [{}, { country: undefined, phone: false }],
])('%j', async (answer, whereabouts) => {
  expect(await fetchWhereabouts(scripted(() => json(answer)).requests)).toEqual(whereabouts);
});

test('where the edge has no such answer, nothing is made up', async () => {
  const { requests } = scripted(() => json({}, { status: 404 }));
  await expect(fetchWhereabouts(requests)).rejects.toThrow(Unanswered);
});
