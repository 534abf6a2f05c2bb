import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Site } from './payments/site';

let folder: string;
let site: Site;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keyhold-staff-'));
  site = await Site.open(folder);
});
afterAll(async () => {
  await site.cloud.stop();
  rmSync(folder, { recursive: true });
});

const catalog = async (query: string) => (await fetch(`${site.url}/api/apartments?${query}`)).json();
const outcome = (asked: Promise<{ status: string }>) =>
  asked.then(
    ({ status }) => status,
    (error: Error) => error.name,
  );

test('stopped holds stay stopped over a restart, are told to guests, and are allowed again', async () => {
  const before = await site.guest.reserve('mill-1');
  const stopped = await site.staff('stopNewHolds(reason: "Wrong prices.")', '{ stopped by reason }');
  expect(stopped).toEqual({ stopped: true, by: expect.stringMatching(/^arn:/), reason: 'Wrong prices.' });
  await site.cloud.stop();
  site = await Site.open(folder);

  expect(await outcome(site.guest.reserve('mill-2'))).toBe('HoldsStopped');
  expect(await outcome(site.guest.reserve('mill-1', before.id))).toBe('HELD');
  expect(await catalog('limit=7')).toMatchObject({ holdsStopped: true });
  const contact = '{ name: "Ada", email: "ada@example.com" }';
  const forCaller = `reserveFor(input: { apartmentId: "mill-2", contact: ${contact} })`;
  expect(await site.staff(forCaller, '{ status }')).toEqual({ errorType: 'HoldsStopped' });

  expect(await site.staff('allowNewHolds', '{ stopped }')).toEqual({ stopped: false });
  expect(await catalog('limit=8')).not.toHaveProperty('holdsStopped');
  const fields = '{ status contact { name email } }';
  expect(await site.staff(forCaller, fields)).toEqual({
    status: 'HELD',
    contact: { name: 'Ada', email: 'ada@example.com' },
  });
}, 60_000);

test.each([
  'stopNewHolds(reason: "x") { stopped }',
  'allowNewHolds { stopped }',
  'withdrawApartment(id: "mill-3") { id }',
  'offerApartment(id: "mill-3") { id }',
  'removeApartment(id: "mill-3") { id }',
  'reserveFor(input: { apartmentId: "mill-3", contact: { name: "A", email: "a@b.co" } }) { id }',
])('closed to the public: %s', async (command) => {
  const { errors } = await site.guest.ask(`mutation { ${command} }`);
  expect(errors).toMatchObject([{ errorType: 'Unauthorized' }]);
});

test('the public learns that holds are stopped, and not by whom; nor who a guest is', async () => {
  expect(await site.guest.ask('{ getNewHolds { stopped } }')).toMatchObject({ data: { getNewHolds: {} } });
  const { errors: ofSwitch } = await site.guest.ask('{ getNewHolds { by } }');
  expect(ofSwitch).toMatchObject([{ errorType: 'Unauthorized' }]);
  const { id } = await site.guest.reserve('hill-1');
  const { errors } = await site.guest.ask(`{ getReservation(id: "${id}") { contact { name } } }`);
  expect(errors).toMatchObject([{ errorType: 'Unauthorized' }]);
});

test('a withdrawn apartment can be put back, and a vacant one removed, through the real functions', async () => {
  expect(await site.staff('withdrawApartment(id: "hill-2")', '{ withdrawn }')).toEqual({ withdrawn: true });
  expect(await outcome(site.guest.reserve('hill-2'))).toBe('REJECTED');
  expect(await site.staff('offerApartment(id: "hill-2")', '{ withdrawn }')).toEqual({ withdrawn: null });
  const { id } = await site.guest.reserve('hill-2');
  expect(await site.staff('removeApartment(id: "hill-2")', '{ id }')).toEqual({
    errorType: 'ApartmentInUse',
  });
  expect(await site.staff(`cancelReservation(id: "${id}")`, '{ status }')).toEqual({ status: 'CANCELLED' });
  for (let sent = 0; sent < 2; sent++) {
    expect(await site.staff('removeApartment(id: "hill-2")', '{ id }')).toEqual({ id: 'hill-2' });
  }
  expect(await site.guest.bookedStatus('hill-2')).toBeUndefined();
  await site.stillness();
  expect(await site.item('reservations', id)).toMatchObject({ cancelledBy: expect.stringMatching(/^arn:/) });
});
