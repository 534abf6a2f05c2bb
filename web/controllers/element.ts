/** index.html lacks an element that the script needs. */
export class MissingElement extends Error {
  override readonly name = 'MissingElement';

  constructor(id: string) {
    super(`The page has no element #${id}; web/index.html must have one.`);
  }
}

/** @throws MissingElement */
export function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new MissingElement(id);
  return found;
}
