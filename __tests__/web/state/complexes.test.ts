import { complexesOf, complexName, vacantCount } from '../../../web/state/complexes';
import { apartment } from '../samples';

test('apartments come by complex, each in the order of names, numbers by value', () => {
  const apartments = [
    apartment({ id: '1', complexId: 'mill-yard', name: 'Room 10' }),
    apartment({ id: '2', complexId: 'harbour-court', name: 'Lookout' }),
    apartment({ id: '3', complexId: 'mill-yard', name: 'Room 9', bookedStatus: 'PAID' }),
  ];
  expect(
    complexesOf(apartments).map(({ name, apartments }) => [name, apartments.map((one) => one.name)]),
  ).toEqual([
    ['Harbour Court', ['Lookout']],
    ['Mill Yard', ['Room 9', 'Room 10']],
  ]);
  expect(vacantCount(apartments)).toBe(2);
});

test.each([
  ['harbour-court', 'Harbour Court'],
  ['mill_yard', 'Mill Yard'],
  ['x', 'X'],
  ['--', '--'],
])('the complex %s is called %s', (id, name) => {
  expect(complexName(id)).toBe(name);
});
