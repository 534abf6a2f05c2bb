import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportData, importData } from '@keyhold/local-cloud';
import { stackFolder } from '../../synthesize';
import { eventually } from '../client';
import { HOLD_MS, Site } from './site';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'keyhold-import-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

test('a hold and its checkout that were exported are paid after the import, and history goes on', async () => {
  const [before, after, folder] = ['before', 'after', 'export'].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  const artifact = stackFolder('keyhold-local');
  const old = await Site.open(before);
  for (const id of ['hill-1', 'hill-2']) await old.guest.reserve(id, `of-${id}`);
  const checkout = await old.checkout('of-hill-1');
  await old.stillness();
  await old.cloud.stop();
  await exportData({ artifact, dataDirectory: before, folder }, { secrets: true });
  await importData({ artifact, dataDirectory: after, folder }, { force: false });

  const site = await Site.open(after);
  const historyOf = async (id: string) => (await site.item('reservations', id))?.['status'];
  try {
    // The site has another port now; the checkout is the same.
    expect(await site.checkout('of-hill-1')).toEqual(checkout);
    const path = new URL(checkout.url).pathname;
    await site.press('pay', { ...checkout, url: site.url + path });
    expect(await site.apartment('hill-1')).toMatchObject({
      bookedStatus: 'PAID',
      reservationId: 'of-hill-1',
    });
    await eventually(() => historyOf('of-hill-1'), 'PAID');
    await site.advance(HOLD_MS);
    await eventually(() => historyOf('of-hill-2'), 'EXPIRED');
  } finally {
    await site.cloud.stop();
  }
});
