/** Who the guest is, given before paying. It is shown to staff, and to nobody else. */
export interface Contact {
  readonly name: string;
  readonly email: string;
}
