import { useRef, useState } from 'preact/hooks';
import { type Edited, insert, typed } from './editing';
import type { Token } from './highlight';
import type { Suggestion } from './suggestions';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly rows: number;
  readonly tokens: (text: string) => readonly Token[];
  readonly onChange: (text: string) => void;
  /** Ctrl+Enter, or Cmd+Enter. @param caret where it is in the text */
  readonly onRun: (caret: number) => void;
  /** What may be written at the caret. */
  readonly suggest?: (text: string, caret: number) => readonly Suggestion[];
  readonly invalid?: boolean;
  readonly describedBy?: string;
  readonly onCaret?: (caret: number) => void;
}

/**
 * A text area over a coloured copy of its text. Suggestions are asked for with Ctrl+Space and come while typing
 * a name; Tab leaves the editor, as everywhere on the page.
 */
export function CodeEditor({ label, value, rows, tokens, onChange, onRun, ...rest }: Props) {
  const { suggest, invalid = false, describedBy, onCaret } = rest;
  const area = useRef<HTMLTextAreaElement>(null);
  const [suggestions, setSuggestions] = useState<readonly Suggestion[]>([]);
  const [chosen, setChosen] = useState(0);
  const listId = `${label.toLowerCase()}-suggestions`;

  const change = ({ text, start, end }: Edited): void => {
    // At once: the next key may come before the page is drawn again.
    if (area.current) area.current.value = text;
    area.current?.setSelectionRange(start, end);
    onChange(text);
  };
  const offer = (text: string, caret: number): void => {
    setSuggestions(suggest?.(text, caret) ?? []);
    setChosen(0);
  };
  const close = (): void => setSuggestions([]);
  const accept = (suggestion: Suggestion, { text, start, end }: Edited): void => {
    close();
    const from = start - (/\w*$/.exec(text.slice(0, start))?.[0].length ?? 0);
    change(insert(suggestion.name, { text, start: from, end }));
  };
  const inList = (event: KeyboardEvent, edited: Edited): boolean => {
    const { key } = event;
    const suggestion = suggestions[chosen];
    if (!suggestion) return false;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      const step = key === 'ArrowDown' ? 1 : suggestions.length - 1;
      setChosen((chosen + step) % suggestions.length);
    } else if (key === 'Enter' || key === 'Tab') accept(suggestion, edited);
    else if (key === 'Escape') close();
    else return false;
    return true;
  };
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }): void => {
    const { value: text, selectionStart: start, selectionEnd: end } = event.currentTarget;
    const edited = { text, start, end };
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key === 'Enter') {
      close();
      onRun(start);
    } else if (command && event.key === ' ') offer(text, start);
    else if (!inList(event, edited)) {
      const result = command || event.altKey ? undefined : typed(event.key, edited);
      if (!result) return;
      change(result);
    }
    event.preventDefault();
  };
  return (
    <div class="code-editor">
      <pre aria-hidden="true">
        {tokens(value).map(({ kind, text }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place.
          <span key={at} class={`is-${kind}`}>
            {text}
          </span>
        ))}
        {'\n'}
      </pre>
      <textarea
        ref={area}
        rows={rows}
        value={value}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
        aria-label={label}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        aria-autocomplete={suggest ? 'list' : undefined}
        aria-controls={suggestions.length > 0 ? listId : undefined}
        aria-activedescendant={suggestions.length > 0 ? `${listId}-${chosen}` : undefined}
        onKeyDown={onKeyDown}
        onBlur={close}
        onSelect={({ currentTarget }) => onCaret?.(currentTarget.selectionStart)}
        onInput={({ currentTarget: { value: text, selectionStart } }) => {
          onChange(text);
          if (suggest && /\w$/.test(text.slice(0, selectionStart))) offer(text, selectionStart);
          else close();
        }}
      />
      {suggestions.length > 0 && (
        <div class="suggestions" id={listId} role="listbox" aria-label="Suggestions">
          {suggestions.map(({ name, type }, at) => (
            <div
              key={name}
              id={`${listId}-${at}`}
              role="option"
              tabIndex={-1}
              aria-selected={at === chosen}
              onMouseDown={(event) => {
                // Before the editor loses the focus.
                event.preventDefault();
                const { current } = area;
                if (!current) return;
                const { value: text, selectionStart: start, selectionEnd: end } = current;
                accept({ name, type }, { text, start, end });
              }}
            >
              <span>{name}</span> <span class="type">{type}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
