/** A text being read from left to right. */
export class Cursor {
  position = 0;

  constructor(readonly text: string) {}

  get done(): boolean {
    return this.position >= this.text.length;
  }

  peek(length = 1): string {
    return this.text.slice(this.position, this.position + length);
  }

  /** Steps over `expected` if it is next. */
  take(expected: string): boolean {
    if (!this.text.startsWith(expected, this.position)) return false;
    this.position += expected.length;
    return true;
  }

  /** Steps over what `pattern` (sticky) matches here, and gives it. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  skipSpace(): void {
    this.match(/\s*/y);
  }

  /** Reads a string in single or double quotes, whose backslash escapes any character. */
  quoted(): string | undefined {
    const quote = this.peek();
    if (quote !== "'" && quote !== '"') return undefined;
    let value = '';
    for (let at = this.position + 1; at < this.text.length; at++) {
      const character = this.text.charAt(at);
      if (character === quote) {
        this.position = at + 1;
        return value;
      }
      value += character === '\\' ? this.text.charAt(++at) : character;
    }
    return undefined;
  }
}
