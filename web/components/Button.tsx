interface Props {
  readonly look: 'primary' | 'quiet';
  /** What is seen. */
  readonly label: string;
  /** Heard after the label, by those who do not see what the button stands beside. */
  readonly about: string;
  /** Cannot be pressed now, and stays where the keyboard's focus is. */
  readonly busy?: boolean;
  readonly onPress: () => void;
}

export function Button({ look, label, about, busy = false, onPress }: Props) {
  return (
    <button type="button" class={`button is-${look}`} aria-disabled={busy} onClick={() => !busy && onPress()}>
      {label}
      <span class="visually-hidden"> {about}</span>
    </button>
  );
}
