interface Props {
  readonly variant: 'primary' | 'quiet';
  /** The visible text. */
  readonly label: string;
  /** Read out after the label by screen readers: what the button is about. */
  readonly about: string;
  /** Cannot be pressed now, but keeps the keyboard's focus. */
  readonly busy?: boolean;
  readonly onPress: () => void;
}

export function Button({ variant, label, about, busy = false, onPress }: Props) {
  return (
    <button
      type="button"
      class={`button is-${variant}`}
      aria-disabled={busy}
      onClick={() => !busy && onPress()}
    >
      {label}
      <span class="visually-hidden"> {about}</span>
    </button>
  );
}
