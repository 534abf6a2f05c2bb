import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = join(__dirname, '..');
/** In two parts, so that this file keeps the rule too. */
const PRODUCT = ['key', 'hold'].join('');

const files = readdirSync(PACKAGE, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ parentPath, name }) => join(parentPath, name).slice(PACKAGE.length + 1))
  .filter((file) => !file.split('/').includes('node_modules'));

test('the package knows nothing of the product that it is kept beside, but the scope that npm knows it by', () => {
  const naming = files.filter((file) => {
    const text = readFileSync(join(PACKAGE, file), 'utf8').toLowerCase();
    return file.includes(PRODUCT) || text.replaceAll(`@${PRODUCT}/`, '').includes(PRODUCT);
  });
  expect(files).toContain('index.ts');
  expect(naming).toEqual([]);
});
