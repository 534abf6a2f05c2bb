import { TransientError } from '../../../web/api/errors';
import { fetchViewerInfo } from '../../../web/api/viewer-info';
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
])('%j', async (answer, viewer) => {
  expect(await fetchViewerInfo(scripted(() => json(answer)).http)).toEqual(viewer);
});

test('where the edge has no such answer, nothing is made up', async () => {
  const { http } = scripted(() => json({}, { status: 404 }));
  await expect(fetchViewerInfo(http)).rejects.toThrow(TransientError);
});
